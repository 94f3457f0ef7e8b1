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

/// Damage to files, the same in every run.
struct Damage {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, count)
  }

  /// The bytes with one to three changes: a bit, a piece that is lost, a byte too many.
  mutating func done(to whole: [UInt8]) -> [UInt8] {
    var bytes = whole
    for _ in 0...below(3) where !bytes.isEmpty {
      let position = below(bytes.count)
      switch below(3) {
      case 0: bytes[position] ^= 1 << UInt8(below(8))
      case 1: bytes.removeSubrange(position..<position + below(bytes.count - position))
      default: bytes.insert(UInt8(below(256)), at: position)
      }
    }
    return bytes
  }
}
