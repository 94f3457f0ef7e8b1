import Foundation
import TestSupport
import Testing

@testable import Fetching

/// Whole sets, fetched, unpacked and verified.
@Suite struct FetchTests {
  private static func set(_ files: [RemoteFile], limit: Int = 1 << 20) -> RemoteSet {
    RemoteSet(name: "set", summary: "", origin: "", license: "", files: files, unpackedLimit: limit)
  }

  /// Serves an archive as `/set.tar` and fetches it.
  private func fetch(
    _ archive: [UInt8], dropping dropped: String? = nil, limit: Int = 1 << 20,
    _ check: (DataStore) throws -> Void = { _ in }
  ) throws {
    let server = try LocalServer { _ in .init(body: archive) }
    try withFolder { folder in
      let store = DataStore(folder: folder)
      let set = Self.set([RemoteFile(server.url("set.tar"), packing: .tar(dropping: dropped))], limit: limit)
      defer { #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "escaped").path)) }
      try store.fetch(set, patience: impatient)
      try check(store)
    }
  }

  @Test func unpacksArchives() throws {
    let long = String(repeating: "deep/", count: 25) + "file.txt"
    let record = "path=pax/ü.txt\n"
    let archive = tar([
      TarItem(path: "top/", kind: "5"), TarItem(path: "top/a.txt", content: Array("hello".utf8)),
      TarItem(path: "./top/b/c.bin", content: noise(1500)),
      TarItem(path: "././@LongLink", content: Array(long.utf8) + [0], kind: "L"),
      TarItem(path: "short", content: [1]),
      TarItem(path: "pax", content: Array("\(record.utf8.count + 3) \(record)".utf8), kind: "x"),
      TarItem(path: "short", content: [2]),
    ])
    try fetch(archive, dropping: "top") { store in
      let folder = store.folder(of: "set")
      #expect(try bytes(folder.appending(path: "a.txt")) == Array("hello".utf8))
      #expect(try bytes(folder.appending(path: "b/c.bin")) == noise(1500))
      #expect(try bytes(folder.appending(path: long)) == [1])
      #expect(try bytes(folder.appending(path: "pax/ü.txt")) == [2])
      #expect(try store.verify("set") == (4, []))
      // Nothing of the download is left.
      let names = try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted()
      #expect(names == [".fetching", "DIGESTS", "set"])
      let work = try FileManager.default.contentsOfDirectory(
        atPath: store.folder.appending(path: ".fetching").path)
      #expect(work == ["set.lock"])
    }
  }

  @Test(arguments: ["../escaped", "a/../../escaped", "/escaped", "a\\..\\escaped", "a\nb"])
  func unpacksNothingOutside(path: String) throws {
    let archive = tar([TarItem(path: "good", content: [1]), TarItem(path: path, content: [2])])
    let error = #expect(throws: FetchError.self) { try fetch(archive) }
    #expect("\(try #require(error))".contains("would lie outside of the folder"))
  }

  @Test func followsNoLinks() throws {
    for kind in ["1", "2", "3"] {
      let archive = tar([
        TarItem(path: "door", kind: kind, link: "../.."), TarItem(path: "door/escaped", content: [1]),
      ])
      #expect(throws: FetchError.self) { try fetch(archive) }
    }
  }

  @Test func noticesDamagedArchives() throws {
    let whole = tar([TarItem(path: "a", content: noise(2000))])
    var wrongSum = whole
    wrongSum[0] ^= 1
    var wrongSize = whole
    wrongSize[124] = UInt8(ascii: "x")
    for archive in [wrongSum, wrongSize, Array(whole.prefix(1000)), Array("no archive at all".utf8)] {
      #expect(throws: FetchError.self) { try fetch(archive) }
    }
    #expect(throws: FetchError.self) { try fetch(tar([TarItem(path: "a"), TarItem(path: "a")])) }
    let error = #expect(throws: FetchError.self) { try fetch(whole, limit: 1999) }
    #expect("\(try #require(error))".contains("grows beyond 1999 bytes"))
  }

  /// Whatever happens to an archive, nothing traps, nothing lies outside, and memory and disk stay bounded.
  @Test func survivesMutations() throws {
    let whole = tar([
      TarItem(path: "././@LongLink", content: Array("dir/long".utf8) + [0], kind: "L"),
      TarItem(path: "short", content: noise(300)),
      TarItem(path: "pax", content: Array("10 size=1\n12 path=p/c\n".utf8), kind: "x"),
      TarItem(path: "b", content: [1]),
    ])
    var damage = Damage(seed: 7)
    try withFolder { folder in
      let file = folder.appending(path: "a.tar")
      var refused = 0
      for _ in 0..<300 {
        try Foundation.Data(damage.done(to: whole)).write(to: file)
        do {
          var unpacking = try Unpacking(
            into: folder.appending(path: "in"), limit: 4096, isCancelled: { false })
          try unpacking.unpack(file, dropping: nil)
        } catch is FetchError {
          refused += 1
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names).isSubset(of: ["a.tar", "in"]))
      }
      #expect(refused > 100)
    }
  }

  /// A damaged list of digests is never taken for one of fewer files.
  @Test func listsOfDigestsAreReadOrRefused() throws {
    let lines = ["a.txt", "b/ü.bin", "\u{301}c"].map { "\(digest(Array($0.utf8)))  \($0)\n" }
    try withFolder { folder in
      let list = DigestList(file: folder.appending(path: DigestList.name))
      #expect(try list.digests() == [:])
      func read(_ bytes: [UInt8]) throws -> [String: String] {
        try Foundation.Data(bytes).write(to: list.file)
        return try list.digests()
      }
      let whole = Array(lines.joined().utf8)
      #expect(try read(whole).count == 3)
      try list.write(read(whole))
      #expect(try read(Array(Foundation.Data(contentsOf: list.file))).count == 3)
      for (line, problem) in [
        "abc  a": 4, lines[0].replacing("  ", with: " "): 4, lines[0].replacing("a.txt", with: "../a"): 4,
        lines[0].replacing("a.txt", with: "/a"): 4, lines[0].replacing("a.txt", with: ""): 4,
        "z" + lines[0].dropFirst(): 4,
      ] {
        #expect(throws: FetchError.digestList(file: list.file.path, line: problem), "\(line)") {
          try read(whole + Array(line.utf8))
        }
      }
      var damage = Damage(seed: 3)
      var refused = 0
      for _ in 0..<500 {
        do {
          let digests = try read(damage.done(to: whole))
          #expect(digests.allSatisfy { $1.count == 64 && !$0.hasPrefix("/") })
        } catch is FetchError {
          refused += 1
        }
      }
      #expect(refused > 200)
    }
  }

  /// The first fetch of a file without a published digest records it; the next one compares.
  @Test func recordsDigests() throws {
    let (first, second) = (noise(100), noise(200))
    let server = try LocalServer { _ in .init(body: first) }
    let changed = try LocalServer { _ in .init(body: second) }
    try withFolder { folder in
      let store = DataStore(folder: folder)
      let set = Self.set([RemoteFile(server.url("data"))])
      let receipt = try store.fetch(set)
      #expect(receipt.files.map(\.isPublished) == [false])
      #expect(receipt.files.map(\.sha256) == [digest(first)])
      #expect(store.state(of: "set") == .fetched(receipt))
      // What is here is not fetched again.
      try store.fetch(set)
      #expect(server.requests.count == 1)
      try FileManager.default.removeItem(at: store.folder(of: "set"))
      let base = try #require(URL(string: changed.url("mirror/")))
      #expect(
        throws: FetchError.digest(
          url: changed.url("mirror/data"), expected: digest(first), actual: digest(second))
      ) { try store.fetch(set, from: base) }
      #expect(store.state(of: "set") == .missing)
      #expect(changed.requests.map(\.path) == ["/mirror/data"])
    }
  }

  @Test func keepsFilesThatHaveComeAlready() throws {
    let server = try LocalServer { request in
      request.path == "/b" ? .init(status: 404) : .init(body: noise(100))
    }
    let better = try LocalServer { _ in .init(body: noise(100)) }
    try withFolder { folder in
      let store = DataStore(folder: folder)
      let set = Self.set([RemoteFile(server.url("a")), RemoteFile(server.url("b"))])
      #expect(throws: FetchError.self) { try store.fetch(set) }
      #expect(store.state(of: "set") == .partial(bytes: 100))
      try store.fetch(set, from: URL(string: better.url("")))
      #expect(better.requests.map(\.path) == ["/b"])
    }
  }

  @Test func oneProcessFetchesAtATime() throws {
    try withFolder { folder in
      let store = DataStore(folder: folder)
      let server = try LocalServer { _ in .init(body: [1], announced: 2, silence: 5) }
      let set = Self.set([RemoteFile(server.url("data"))])
      var inner: (any Error)?
      func fetchAgain() {
        do { try store.fetch(set) } catch { inner = error }
      }
      #expect(throws: FetchError.cancelled) {
        try store.fetch(set, patience: impatient, isCancelled: { inner != nil }) { _ in fetchAgain() }
      }
      #expect(inner as? FetchError == .busy(set: "set"))
    }
  }

  @Test func verifyNamesWhatChanged() throws {
    try fetch(tar([TarItem(path: "a", content: [1]), TarItem(path: "b", content: [2])])) { store in
      let folder = store.folder(of: "set")
      try Foundation.Data([9]).write(to: folder.appending(path: "a"))
      try FileManager.default.removeItem(at: folder.appending(path: "b"))
      #expect(try store.verify("set") == (2, ["a", "b"]))
      #expect(throws: FetchError.self) { try store.verify("other") }
    }
  }

  @Test func aFolderInTheWayIsLeftAlone() throws {
    let server = try LocalServer { _ in .init(body: [1]) }
    try withFolder { folder in
      let store = DataStore(folder: folder)
      let own = store.folder(of: "set").appending(path: "precious")
      try FileManager.default.createDirectory(at: store.folder(of: "set"), withIntermediateDirectories: true)
      try Foundation.Data([1]).write(to: own)
      #expect(throws: FetchError.self) { try store.fetch(Self.set([RemoteFile(server.url("data"))])) }
      #expect(try bytes(own) == [1])
    }
  }

  @Test func theEnvironmentNamesTheFolder() {
    func path(_ environment: [String: String]) -> String { DataStore(environment: environment).folder.path }
    #expect(
      path(["CODELAB_DATA": "/data", "XDG_CACHE_HOME": "/cache", "HOME": "/somewhere/ada"]) == "/data")
    #expect(path(["XDG_CACHE_HOME": "/cache", "HOME": "/somewhere/ada"]) == "/cache/codelab/data")
    #expect(path(["XDG_CACHE_HOME": "relative", "HOME": "/somewhere/ada"]).hasPrefix("/somewhere/ada/"))
    #expect(path(["CODELAB_DATA": "", "HOME": "/somewhere/ada"]).hasSuffix("/codelab/data"))
  }

  /// Sources are encrypted, and every digest that is given has the form of one.
  @Test func theListIsSound() {
    #expect(
      RemoteSet.all.map(\.name) == [
        "mnist", "fashion-mnist", "speech-commands", "ag-news", "dbpedia", "imdb", "oxford-pets",
      ])
    for file in RemoteSet.all.flatMap(\.files) {
      #expect(file.url.scheme == "https", "\(file.url)")
      if let digest = file.sha256 { #expect(digest.count == 64 && digest.allSatisfy(\.isHexDigit)) }
    }
    for set in RemoteSet.all { #expect(Set(set.files.map(\.name)).count == set.files.count) }
  }
}
