import Foundation

/// The folder of compiled exercises; the least recently used ones go when there are many.
struct LibraryCache: Sendable {
  let folder: URL
  /// How many libraries are kept.
  var capacity = 64

  /// The finished library with a key, if there is one, and what the compiler said when it was made.
  func find(_ key: String) -> (library: URL, messages: String)? {
    let library = library(key)
    guard FileManager.default.fileExists(atPath: library.path) else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: library.path)
    return (library, (try? String(contentsOf: messages(key), encoding: .utf8)) ?? "")
  }

  /// Renames what the compiler wrote into place.
  func finish(_ key: String, from file: URL, messages text: String) throws -> URL {
    if !text.isEmpty { try Data(text.utf8).write(to: messages(key), options: .atomic) }
    let library = library(key)
    guard rename(file.path, library.path) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    removeOld()
    return library
  }

  private func library(_ key: String) -> URL { folder.appendingPathComponent("\(key).so") }
  private func messages(_ key: String) -> URL { folder.appendingPathComponent("\(key).txt") }

  private func removeOld() {
    removeOldest(in: folder, keeping: capacity) { $0.hasSuffix(".so") }
    // What the compiler said about a library that is gone.
    let manager = FileManager.default
    for file in (try? manager.contentsOfDirectory(atPath: folder.path)) ?? [] where file.hasSuffix(".txt") {
      if manager.fileExists(atPath: library(String(file.dropLast(4))).path) { continue }
      try? manager.removeItem(atPath: folder.appendingPathComponent(file).path)
    }
  }
}

/// Removes all but the newest of the entries of a folder for which `isMeant` holds.
func removeOldest(in folder: URL, keeping count: Int, where isMeant: (String) -> Bool = { _ in true }) {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  let paths = names.filter(isMeant).map { folder.appendingPathComponent($0).path }
  guard paths.count > count else { return }
  for (path, _) in paths.map({ ($0, changeDate($0)) }).sorted(by: { $0.1 > $1.1 }).dropFirst(count) {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// When a file was changed last; long ago if it is gone.
private func changeDate(_ path: String) -> Date {
  (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date ?? .distantPast
}
