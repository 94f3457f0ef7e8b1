import Foundation
import TestSupport
import Testing

@testable import Fetching

/// One request: headers, redirections, errors and the library.
@Suite struct TransferTests {
  private func receive(from url: String, timeout: Double = 30) throws -> (Transfer.Response?, [UInt8]) {
    var response: Transfer.Response?
    var body: [UInt8] = []
    try Transfer.run(#require(URL(string: url)), fields: [], timeout: timeout, isCancelled: { false }) {
      response = $0
      return true
    } onBytes: {
      body += $0
    }
    return (response, body)
  }

  @Test func readsHeaders() throws {
    let old = try #require(
      Transfer.Response(
        header: "HTTP/1.1 206 Partial Content\r\nCONTENT-LENGTH: 10\r\nContent-Range:bytes 10-19/20\r\n"
          + "ETag: \"a:b\"\r\nLast-Modified: Thu, 26 Nov 2026 10:00:00 GMT\r\n\r\n"))
    #expect(old.status == 206 && old.length == 10 && old.contentRange == "bytes 10-19/20")
    #expect(old.validator == "\"a:b\"" && old.location == nil)
    let new = try #require(
      Transfer.Response(
        header: "HTTP/2 200 \r\netag: W/\"1\"\r\nlast-modified: Thu, 26 Nov 2026 10:00:00 GMT\r\n\r\n"))
    // A weak tag does not tell whether the bytes are the same.
    #expect(new.status == 200 && new.length == nil && new.validator == "Thu, 26 Nov 2026 10:00:00 GMT")
    for header in ["", "\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 OK\r\n\r\n"] {
      #expect(Transfer.Response(header: header) == nil, "\(header)")
    }
  }

  @Test(arguments: [
    ("https://a.org/x/y", "z", "https://a.org/x/z"),
    ("https://a.org/x/y", "/z?q=1", "https://a.org/z?q=1"),
    ("https://a.org/x", "//b.org/z", "https://b.org/z"),
    ("https://a.org/x", "https://b.org/z", "https://b.org/z"),
    ("http://a.org/x", "HTTPS://b.org/z", "HTTPS://b.org/z"),
    ("http://a.org/x", "http://b.org/z", "http://b.org/z"),
  ])
  func followsToWhatIsAsSafe(from: String, location: String, target: String) throws {
    let from = try #require(URL(string: from))
    for status in [301, 302, 303, 307, 308] {
      let answer = "HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\n\r\n"
      let response = try #require(Transfer.Response(header: answer))
      #expect(try response.target(from: from)?.absoluteString == target)
    }
    // These say something else, or do not say where.
    for answer in [
      "200 OK\r\nLocation: \(location)", "304 Not Modified\r\nLocation: \(location)", "302 Found",
    ] {
      let response = try #require(Transfer.Response(header: "HTTP/1.1 \(answer)\r\n\r\n"))
      #expect(try response.target(from: from) == nil)
    }
  }

  @Test(arguments: [
    ("https://a.org/x", "http://a.org/x"), ("https://a.org/x", "HTTP://b.org/"),
    ("https://a.org/x", "ftp://b.org/x"), ("http://a.org/x", "ftp://b.org/x"),
    ("http://a.org/x", "file:///etc/passwd"),
  ])
  func followsToNothingElse(from: String, location: String) throws {
    let response = try #require(
      Transfer.Response(header: "HTTP/1.1 302 Found\r\nLocation: \(location)\r\n\r\n"))
    let error = #expect(throws: FetchError.insecureRedirect(url: location)) {
      try response.target(from: #require(URL(string: from)))
    }
    #expect("\(try #require(error))".contains("which is not followed"))
  }

  @Test func followsNoFileFromAServer() throws {
    let server = try LocalServer { _ in .init(status: 302, fields: ["Location": "file:///etc/hostname"]) }
    #expect(throws: FetchError.insecureRedirect(url: "file:///etc/hostname")) {
      try receive(from: server.url("file"))
    }
  }

  @Test func doesNotGoInCircles() throws {
    let server = try LocalServer { _ in .init(status: 302, fields: ["Location": "/file"]) }
    #expect(
      throws: FetchError.answer(url: server.url("file"), problem: "the server leads on more than 20 times")
    ) { try receive(from: server.url("file")) }
    #expect(server.requests.count == 21)
  }

  /// What comes before the answer, with a status of 1xx, is not the answer.
  @Test func waitsForTheAnswer() throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nETag: \"2\"\r\n\r\nabc"
    let server = try LocalServer { _ in
      .init(status: 103, fields: ["ETag": "\"1\""], body: Array(answer.utf8))
    }
    let (response, body) = try receive(from: server.url("file"))
    #expect(response?.status == 200 && response?.length == 3 && response?.validator == "\"2\"")
    #expect(body == Array("abc".utf8))
  }

  /// A body whose length is not known comes in pieces, and fields may follow it.
  @Test func takesPieces() throws {
    let pieces = "3\r\nabc\r\n2\r\nde\r\n0\r\nETag: \"late\"\r\n\r\n"
    let server = try LocalServer { _ in
      .init(fields: ["Transfer-Encoding": "chunked"], body: Array(pieces.utf8))
    }
    let (response, body) = try receive(from: server.url("file"))
    #expect(response?.status == 200 && response?.length == nil && response?.validator == nil)
    #expect(body == Array("abcde".utf8))
  }

  @Test func noticesAServerThatSaysNothing() throws {
    let server = try LocalServer { _ in
      Thread.sleep(forTimeInterval: 3)
      return .init()
    }
    #expect(throws: FetchError.stalled(url: server.url("file"), seconds: 1)) {
      try receive(from: server.url("file"), timeout: 1)
    }
  }

  @Test func refusesHeadersWithoutAnEnd() throws {
    let field = String(repeating: "x", count: 60_000)
    let fields = Dictionary(uniqueKeysWithValues: (0..<10).map { ("Field-\($0)", field) })
    let server = try LocalServer { _ in .init(fields: fields, body: [1]) }
    let error = #expect(throws: FetchError.self) { try receive(from: server.url("file")) }
    guard case .network? = error else { return #expect(Bool(false), "\(error as Any)") }
  }

  @Test func errorsOfTheLibraryHaveAMeaning() {
    func error(_ code: Int32) -> FetchError { FetchError(code: code, reason: "why", url: "u", timeout: 9) }
    for code: Int32 in [5, 6, 7] { #expect(error(code) == .offline(url: "u", reason: "why")) }
    #expect(error(28) == .stalled(url: "u", seconds: 9))
    for code: Int32 in [18, 35, 56, 60] { #expect(error(code) == .network(url: "u", reason: "why")) }
  }

  @Test func aMissingLibraryIsNamed() {
    #expect(HTTPLibrary(libraries: ["libnowhere.so.9"]) == nil)
    // One that is there and is something else.
    #expect(HTTPLibrary(libraries: ["libnowhere.so.9", "libz.so.1", "/usr/lib/libz.dylib"]) == nil)
    #expect(HTTPLibrary(libraries: ["libnowhere.so.9", "libcurl.so.4", "/usr/lib/libcurl.4.dylib"]) != nil)
    #expect("\(FetchError.noLibrary)".contains("apt install libcurl4"))
  }
}
