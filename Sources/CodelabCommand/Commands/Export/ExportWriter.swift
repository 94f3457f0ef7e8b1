import ArgumentParser
import Codelab
import Foundation

/// Writes exported files whole or not at all, and leaves alone what is there unless it may overwrite it.
struct ExportWriter {
  /// What is written: one file, or a folder of npy files by the names of their arrays.
  enum Content {
    case file([UInt8])
    case folder([(name: String, bytes: [UInt8])])
  }

  let place: URL
  let overwrites: Bool

  /// Whether a folder is written, rather than a file.
  let isFolder: Bool

  /// Checks, before a long run, that nothing stands in the way.
  func check() throws {
    var isFolderThere: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolderThere) else { return }
    guard isFolderThere.boolValue == isFolder else {
      throw ValidationError(
        isFolder
          ? "\(place.relativePath) is a file; arrays are written to a folder"
          : "\(place.relativePath) is a folder; name a file in it")
    }
    guard overwrites else { throw ValidationError("\(place.relativePath) exists; --force overwrites it") }
  }

  /// Writes.
  ///
  /// - Returns: how many bytes, in words.
  func write(_ content: Content) throws -> String {
    try check()
    do {
      switch content {
      case .file(let bytes):
        try Foundation.Data(bytes).write(to: place, options: .atomic)
        return Metric.Unit.bytes.text(Double(bytes.count))
      case .folder(let arrays):
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let names = Self.fileNames(arrays.map(\.name))
        for (name, array) in zip(names, arrays) {
          try Foundation.Data(array.bytes).write(to: place.appendingPathComponent(name), options: .atomic)
        }
        let total = arrays.reduce(0) { $0 + $1.bytes.count }
        return "\(arrays.count) files, \(Metric.Unit.bytes.text(Double(total)))"
      }
    } catch {
      throw ValidationError("cannot write \(place.relativePath): \(error.localizedDescription)")
    }
  }

  /// A file name for each array, different ones for different arrays: `dense_1/weight` becomes `dense_1.weight.npy`.
  ///
  /// Names come from model files, which may come from anywhere: nothing but letters, digits, `_`, `-` and `.` is kept.
  static func fileNames(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      let plain = String(
        name.prefix(100).map { character -> Character in
          if character == "/" { return "." }
          let isPlain =
            character.isASCII && (character.isLetter || character.isNumber || "_-.".contains(character))
          return isPlain ? character : "_"
        })
      var candidate = plain
      var number = 2
      while !taken.insert(candidate.lowercased()).inserted {
        candidate = "\(plain)-\(number)"
        number += 1
      }
      return candidate + ".npy"
    }
  }
}
