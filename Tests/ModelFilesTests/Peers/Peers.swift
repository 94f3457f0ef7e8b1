import Foundation
import Testing

/// Other programs that read the same files, in a Python that the variable `CODELAB_PEERS` names.
enum Peers {
  /// The path of the Python; nil when there is none to ask.
  static let python = ProcessInfo.processInfo.environment["CODELAB_PEERS"]

  /// Runs one of the scripts in the folder Peers on a folder of files.
  ///
  /// - Returns: what it prints.
  static func run(_ script: String, on folder: URL) throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(script)
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [file.path, folder.path]
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(script): \(text.suffix(2000))")
    return text
  }

  /// Calls a function with a folder that is there only so long.
  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("peers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, saying why, where no Python with the peers is named.
  static var needsPeers: ConditionTrait {
    .enabled(
      if: Peers.python != nil, "CODELAB_PEERS names no Python with onnxruntime, onnx, safetensors and numpy")
  }
}
