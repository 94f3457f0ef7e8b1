import Foundation
import Testing

extension EndToEnd {
  /// What an editor with SourceKit-LSP knows about a learner's file.
  @Suite(.enabled("needs sourcekit-lsp in the search path", { LanguageServer.path != nil }))
  struct EditorTests {
    /// The folders that an editor may have open: the exercise's, all work, and the package with its manifest.
    @Test(arguments: ["Work/01-first/01-round", "Work", ""])
    func understandsTheEngine(folder: String) throws {
      let course = try Package.newCourse("first/round").resolvingSymlinksInPath()
      defer { try? FileManager.default.removeItem(at: course) }
      let manifest =
        "// swift-tools-version: 6.0\nimport PackageDescription\nlet package = Package(name: \"x\")\n"
      try manifest.write(
        to: course.appendingPathComponent("Package.swift"), atomically: true, encoding: .utf8)
      #expect(run([Package.codelab, "run", "round"], folder: course).status == 1)

      let file = course.appendingPathComponent("Work/01-first/01-round/Exercise.swift")
      let text = """
        import Codelab
        func roundToGrid(_ values: [Float], step: Float) -> [Float] {
          let wrong: QuantizedTensor = 3
          return QuantizedTen
        }
        """
      let server = try LanguageServer(folder: course.appendingPathComponent(folder))
      defer { server.stop() }
      try server.open(file, text: text)
      let messages = try server.diagnostics(of: file)
      #expect(messages.contains { $0.contains("to specified type 'QuantizedTensor'") }, "\(messages)")
      #expect(!messages.contains { $0.contains("No such module") }, "\(messages)")
      let completions = try server.completions(in: file, line: 3, character: 21)
      #expect(completions.contains("QuantizedTensor"), "\(completions)")
    }
  }
}

/// A client of `sourcekit-lsp`: requests and answers, one after the other (Language Server Protocol 3.17).
private final class LanguageServer {
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/sourcekit-lsp" }.first(where: FileManager.default.isExecutableFile(atPath:))
  }()

  private let process = Process()
  private let input = Pipe(), output = Pipe()
  private var buffer = Data()
  private var lastID = 0

  init(folder: URL) throws {
    process.executableURL = URL(fileURLWithPath: try #require(Self.path))
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let process = process
    // Ends a server that never answers; reading then fails.
    DispatchQueue.global().asyncAfter(deadline: .now() + 120) { if process.isRunning { process.terminate() } }
    _ = try request(
      "initialize",
      [
        "processId": NSNull(), "rootUri": folder.absoluteString, "capabilities": [String: Any](),
        "workspaceFolders": [["uri": folder.absoluteString, "name": "work"]],
        "initializationOptions": ["backgroundIndexing": false],
      ])
    try send(["method": "initialized", "params": [String: Any]()])
  }

  func stop() {
    _ = try? request("shutdown", nil)
    try? send(["method": "exit"])
    process.waitUntilExit()
  }

  func open(_ file: URL, text: String) throws {
    let document: [String: Any] = [
      "uri": file.absoluteString, "languageId": "swift", "version": 1, "text": text,
    ]
    try send(["method": "textDocument/didOpen", "params": ["textDocument": document]])
  }

  func diagnostics(of file: URL) throws -> [String] {
    let result =
      try request(
        "textDocument/diagnostic", ["textDocument": ["uri": file.absoluteString]]) as? [String: Any]
    let items = try #require(result?["items"] as? [[String: Any]])
    return items.compactMap { $0["message"] as? String }
  }

  /// The labels of what may stand at a place; line and character count from 0.
  func completions(in file: URL, line: Int, character: Int) throws -> [String] {
    let result =
      try request(
        "textDocument/completion",
        [
          "textDocument": ["uri": file.absoluteString], "position": ["line": line, "character": character],
        ]) as? [String: Any]
    let items = try #require(result?["items"] as? [[String: Any]])
    return items.compactMap { $0["label"] as? String }
  }

  private func request(_ method: String, _ parameters: [String: Any]?) throws -> Any? {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method]
    if let parameters { message["params"] = parameters }
    try send(message)
    while true {
      let answer = try receive()
      if answer["method"] != nil {
        // The server asks back, for progress bars and settings: nothing here needs more than an empty answer.
        if let id = answer["id"] { try send(["id": id, "result": NSNull()]) }
      } else if answer["id"] as? Int == lastID {
        return answer["result"]
      }
    }
  }

  private func send(_ message: [String: Any]) throws {
    let body = try JSONSerialization.data(withJSONObject: message.merging(["jsonrpc": "2.0"]) { $1 })
    try input.fileHandleForWriting.write(
      contentsOf: Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
  }

  private func receive() throws -> [String: Any] {
    while true {
      if let end = buffer.range(of: Data("\r\n\r\n".utf8)) {
        let header = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let match = try #require(header.firstMatch(of: /Content-Length: *(\d+)/.ignoresCase()))
        let length = try #require(Int(match.1))
        if buffer.count >= end.upperBound - buffer.startIndex + length {
          let body = buffer[end.upperBound..<(end.upperBound + length)]
          buffer = Data(buffer[(end.upperBound + length)...])
          let message = try JSONSerialization.jsonObject(with: body)
          return try #require(message as? [String: Any])
        }
      }
      let piece = output.fileHandleForReading.availableData
      try #require(!piece.isEmpty, "sourcekit-lsp ended")
      buffer += piece
    }
  }
}
