import Foundation
import TestSupport
import Testing

@testable import Fetching

/// Downloads from a server on this machine that behaves as servers should, and as they should not.
@Suite struct DownloadTests {
  private static let content = noise(300_000)

  private func download(
    _ server: LocalServer, to folder: URL, size: Int? = content.count, sha256: String? = digest(content),
    patience: Download.Patience = impatient, isCancelled: @escaping () -> Bool = { false },
    onProgress: @escaping (Int, Int?) -> Void = { _, _ in }
  ) throws -> String {
    let remote = RemoteFile(server.url("file"), size: size, sha256: sha256)
    return try Download(
      remote: remote, file: folder.appending(path: "file"), patience: patience, isCancelled: isCancelled,
      onProgress: onProgress
    ).run(expected: sha256)
  }

  /// The answer of a server that keeps to the rules, with a part of the content where one is asked for.
  private static func honest(_ request: LocalServer.Request, version: String = "\"1\"") -> LocalServer.Reply {
    let isSame = request.fields["if-range"].map { $0 == version } ?? true
    guard let start = request.rangeStart, isSame else {
      return .init(fields: ["ETag": version], body: content)
    }
    guard start < content.count else {
      return .init(status: 416, fields: ["Content-Range": "bytes */\(content.count)"])
    }
    let range = "bytes \(start)-\(content.count - 1)/\(content.count)"
    return .init(
      status: 206, fields: ["ETag": version, "Content-Range": range], body: Array(content[start...]))
  }

  /// The same, but the first answer ends after so many bytes.
  private static func breaking(after count: Int) -> @Sendable (LocalServer.Request) -> LocalServer.Reply {
    { request in
      var reply = honest(request)
      if request.rangeStart == nil {
        reply.announced = content.count
        reply.body = Array(content.prefix(count))
      }
      return reply
    }
  }

  @Test func getsAFile() throws {
    let server = try LocalServer { Self.honest($0) }
    try withFolder { folder in
      var heard: [Int] = []
      let found = try download(
        server, to: folder,
        onProgress: { received, total in
          heard.append(received)
          #expect(total == Self.content.count)
        })
      #expect(found == digest(Self.content))
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
      #expect(heard.last == Self.content.count && heard == heard.sorted())
      // Nothing else is left, and a second call asks for nothing.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
      _ = try download(server, to: folder)
      #expect(server.requests.count == 1)
      #expect(server.requests[0].fields["accept-encoding"] == "identity")
    }
  }

  @Test func goesOnWhereTheServerBrokeOff() throws {
    let server = try LocalServer(Self.breaking(after: 100_000))
    try withFolder { folder in
      _ = try download(server, to: folder)
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
      let second = try #require(server.requests.last)
      #expect(second.rangeStart == 100_000 && second.fields["if-range"] == "\"1\"")
    }
  }

  @Test func goesOnInAnotherProcess() throws {
    let once = Download.Patience(stall: 30, attempts: 1, pause: 0)
    try withFolder { folder in
      let broken = try LocalServer(Self.breaking(after: 70_000))
      let cutShort = #expect(throws: FetchError.self) { try download(broken, to: folder, patience: once) }
      #expect(try bytes(folder.appending(path: "file.part")) == Array(Self.content.prefix(70_000)))
      #expect("\(try #require(cutShort))".contains("Run the same command again"))
      let server = try LocalServer { Self.honest($0) }
      _ = try download(server, to: folder)
      #expect(server.requests.map(\.rangeStart) == [70_000])
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
    }
  }

  @Test func beginsAgainWhenTheFileHasChanged() throws {
    try withFolder { folder in
      try Foundation.Data(repeating: 1, count: 5000).write(to: folder.appending(path: "file.part"))
      try Foundation.Data("\"old\"".utf8).write(to: folder.appending(path: "file.version"))
      let server = try LocalServer { Self.honest($0) }
      _ = try download(server, to: folder)
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
    }
  }

  @Test func beginsAgainWhenTheServerKnowsNoRanges() throws {
    try withFolder { folder in
      try Foundation.Data(Self.content.prefix(5000)).write(to: folder.appending(path: "file.part"))
      let server = try LocalServer { _ in .init(body: Self.content) }
      _ = try download(server, to: folder)
      #expect(server.requests.map(\.rangeStart) == [5000])
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
    }
  }

  /// Two halves of unknown versions must not be joined when no digest would notice.
  @Test func joinsNothingThatCannotBeChecked() throws {
    try withFolder { folder in
      try Foundation.Data(repeating: 1, count: 5000).write(to: folder.appending(path: "file.part"))
      let server = try LocalServer { Self.honest($0) }
      #expect(try download(server, to: folder, size: nil, sha256: nil) == digest(Self.content))
      #expect(server.requests.map(\.rangeStart) == [nil])
    }
  }

  @Test func takesAPartThatIsWholeAlready() throws {
    try withFolder { folder in
      try Foundation.Data(Self.content).write(to: folder.appending(path: "file.part"))
      let server = try LocalServer { Self.honest($0) }
      _ = try download(server, to: folder)
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
      // A part that is longer than the file is damaged.
      try Foundation.Data(Self.content + [1]).write(to: folder.appending(path: "file.part"))
      try FileManager.default.removeItem(at: folder.appending(path: "file"))
      _ = try download(server, to: folder)
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
    }
  }

  @Test func noticesSilence() throws {
    let server = try LocalServer { _ in .init(body: [1, 2, 3], announced: Self.content.count, silence: 20) }
    try withFolder { folder in
      #expect(throws: FetchError.stalled(url: server.url("file"), seconds: 1)) {
        try download(server, to: folder, patience: .init(stall: 1, attempts: 1, pause: 0))
      }
      let part = try bytes(folder.appending(path: "file.part"))
      // On a busy machine silence may begin before the first byte.
      #expect(part.isEmpty || part == [1, 2, 3])
    }
  }

  @Test func noticesFalseLengths() throws {
    let url = "file"
    for (announced, expected) in [
      (Self.content.count + 10, "the server has 300010 bytes where 300000 are published"),
      (Self.content.count - 10, "the server has 299990 bytes where 300000 are published"),
    ] {
      let server = try LocalServer { _ in .init(body: Self.content, announced: announced) }
      try withFolder { folder in
        #expect(throws: FetchError.answer(url: server.url(url), problem: expected)) {
          try download(server, to: folder)
        }
      }
    }
    // Where no length is published, a server that promises more than it sends never gets to the end.
    let server = try LocalServer { _ in .init(body: Self.content, announced: Self.content.count + 10) }
    try withFolder { folder in
      #expect(throws: FetchError.self) { try download(server, to: folder, size: nil) }
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "file").path))
    }
    let endless = try LocalServer { _ in .init(announced: 1 << 40) }
    try withFolder { folder in
      #expect(throws: FetchError.tooLarge(url: endless.url(url), limit: 1 << 30)) {
        try download(endless, to: folder, size: nil)
      }
    }
  }

  @Test func noticesDamage() throws {
    var damaged = Self.content
    damaged[1234] ^= 1
    let wrong = damaged
    let server = try LocalServer { _ in .init(body: wrong) }
    try withFolder { folder in
      #expect(
        throws: FetchError.digest(
          url: server.url("file"), expected: digest(Self.content), actual: digest(wrong))
      ) { try download(server, to: folder) }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }

  @Test func refusesARangeThatWasNotAskedFor() throws {
    let server = try LocalServer { request in
      request.rangeStart == nil
        ? .init(body: Self.content)
        : .init(
          status: 206, fields: ["Content-Range": "bytes 0-9/300000"], body: Array(Self.content.prefix(10)))
    }
    try withFolder { folder in
      try Foundation.Data(Self.content.prefix(50)).write(to: folder.appending(path: "file.part"))
      #expect(throws: FetchError.self) { try download(server, to: folder) }
      #expect(try bytes(folder.appending(path: "file.part")) == Array(Self.content.prefix(50)))
    }
  }

  @Test func followsRedirections() throws {
    let server = try LocalServer { request in
      request.path == "/file"
        ? .init(status: 302, fields: ["Location": "/elsewhere"]) : Self.honest(request)
    }
    try withFolder { folder in
      _ = try download(server, to: folder)
      #expect(try bytes(folder.appending(path: "file")) == Self.content)
      #expect(server.requests.map(\.path) == ["/file", "/elsewhere"])
    }
  }

  @Test(arguments: [(404, 1), (403, 1), (503, 2)])
  func triesAgainOnlyWhereThatMayHelp(status: Int, attempts: Int) throws {
    let server = try LocalServer { _ in .init(status: status) }
    try withFolder { folder in
      #expect(throws: FetchError.status(url: server.url("file"), code: status)) {
        try download(server, to: folder)
      }
      #expect(server.requests.count == attempts)
    }
  }

  @Test func saysWhenThereIsNoWay() throws {
    try withFolder { folder in
      // Nobody listens at the port of a server that is gone.
      let url = try { try LocalServer { _ in .init() }.url("file") }()
      let download = Download(
        remote: RemoteFile(url), file: folder.appending(path: "file"), patience: impatient,
        isCancelled: { false }, onProgress: { _, _ in })
      let error = #expect(throws: FetchError.self) { try download.run(expected: nil) }
      #expect("\(try #require(error))".contains("Check the network"))
    }
  }

  @Test func stopsWhenAsked() throws {
    let server = try LocalServer { _ in .init(body: [1, 2, 3], announced: Self.content.count, silence: 5) }
    try withFolder { folder in
      var received = 0
      #expect(throws: FetchError.cancelled) {
        try download(server, to: folder, isCancelled: { received > 0 }) { count, _ in received = count }
      }
      let part = try bytes(folder.appending(path: "file.part"))
      #expect(part == [1, 2, 3])
    }
  }

  @Test func saysWhereItCannotWrite() throws {
    let server = try LocalServer { Self.honest($0) }
    let nowhere = URL(filePath: "/nowhere/at/all")
    let error = #expect(throws: FetchError.self) { try download(server, to: nowhere) }
    #expect(
      "\(try #require(error))".hasPrefix("/nowhere/at/all/file.part: No such file or directory. Make room"))
  }
}
