import Foundation

@testable import Fetching

/// Calls `body` with the path of a new folder, and removes it afterwards.
@discardableResult
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "codelab-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The bytes of a file.
func bytes(_ file: URL) throws -> [UInt8] { [UInt8](try Foundation.Data(contentsOf: file)) }

/// The digest of bytes.
func digest(_ bytes: [UInt8]) -> String {
  var digest = SHA256()
  digest.update(bytes)
  return digest.hex
}

/// Bytes without a pattern, the same in every run.
func noise(_ count: Int) -> [UInt8] {
  var state: UInt32 = 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(state >> 24)
  }
}

/// A patience for tests.
let impatient = Download.Patience(stall: 30, attempts: 2, pause: 0.01)
