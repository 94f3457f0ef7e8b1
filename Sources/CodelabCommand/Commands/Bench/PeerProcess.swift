import ArgumentParser
import Foundation

/// A Python process that times the book's networks in other libraries, one request at a time.
///
/// Requests and answers are lines of JSON; `Benchmarks/peers/__main__.py` describes them.
final class PeerProcess {
  /// The first line: the peers by name with their versions, and why others cannot be used.
  struct Greeting: Decodable {
    var peers: [String: String]
    var missing: [String: String]
  }

  /// What is to be timed.
  struct Request: Encodable {
    var peer = ""
    var model: String
    var task = "inference"
    var precision = "float"
    var batch = 1
    var threads: Int
    var samples = 0
    var seconds = 0.0
  }

  /// Seconds of single runs and the setting that was fastest, or why there are none.
  struct Answer: Decodable {
    var samples: [Double]?
    var setting: String?
    var missing: String?
  }

  private(set) var greeting = Greeting(peers: [:], missing: [:])
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  /// Starts Python and waits until it has loaded the libraries.
  ///
  /// - Parameters:
  ///   - python: a path, or the name of a program in `PATH`.
  ///   - script: the folder with the script.
  /// - Throws: `ValidationError` when Python cannot be started or does not greet.
  init(python: String, script: URL) throws {
    signal(SIGPIPE, SIG_IGN)  // A peer that crashed is reported when its answer is missing.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, script.path]
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    guard let line = readLine(), let greeting = try? JSONDecoder().decode(Greeting.self, from: line) else {
      throw ValidationError("\(python) does not run \(script.path); try it there to see why")
    }
    self.greeting = greeting
  }

  deinit {
    try? input.fileHandleForWriting.close()  // The script ends with its input.
    process.waitUntilExit()
  }

  /// Has one case timed.
  ///
  /// - Throws: `ValidationError` when the process has ended.
  func ask(_ request: Request) throws -> Answer {
    try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(request) + [10])
    guard let line = readLine() else {
      throw ValidationError("the peers' process ended while it measured \(request.model) in \(request.peer)")
    }
    return try JSONDecoder().decode(Answer.self, from: line)
  }

  /// The next line; nil at the end.
  private func readLine() -> Data? {
    while true {
      if let end = pending.firstIndex(of: 10) {
        defer { pending = Data(pending[(end + 1)...]) }
        return Data(pending[..<end])
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return nil }
      pending += more
    }
  }
}
