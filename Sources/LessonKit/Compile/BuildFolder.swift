import Foundation

/// The folder in which the compiler keeps what it needs to compile only what changed.
///
/// A learner edits one of two files; compiling that one alone takes a third of the time. One compilation uses a
/// folder at a time; a second one of the same name gets its own.
final class BuildFolder {
  /// The folder.
  let url: URL
  /// The library that the compiler writes.
  ///
  /// It has the same name every time: with another, the compiler compiles everything again.
  var output: URL { url.appendingPathComponent("library.so") }
  private let lock: Int32

  /// Takes the first folder of a name below `parent` in which nobody compiles.
  ///
  /// - Throws: If the folder cannot be made or locked.
  init(_ name: String, in parent: URL) throws {
    for number in 0... {
      let folder = parent.appendingPathComponent("\(name)-\(number)", isDirectory: true)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let lock = open(folder.appendingPathComponent("lock").path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
      if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 {
        url = folder
        self.lock = lock
        if FileManager.default.fileExists(atPath: mark.path) { clear() }
        return
      }
      let error = POSIXError(.init(rawValue: errno) ?? .EIO)
      if lock >= 0 { close(lock) }
      guard error.code == .EWOULDBLOCK else { throw error }
    }
    throw POSIXError(.EIO)
  }

  deinit { close(lock) }

  /// Writes the map that tells the compiler where the objects of some sources go.
  func outputFileMap(of sources: [URL]) throws -> URL {
    var map = ["": ["swift-dependencies": url.appendingPathComponent("module.swiftdeps").path]]
    for source in sources {
      let base = source.deletingPathExtension().path
      map[source.path] = ["object": base + ".o", "swift-dependencies": base + ".swiftdeps"]
    }
    let file = url.appendingPathComponent("files.json")
    try JSONEncoder().encode(map).write(to: file, options: .atomic)
    return file
  }

  /// Puts a source into this folder.
  ///
  /// The compiler goes by the times of files: it misses a change that comes too soon after it ran, or whose time is an
  /// old one, as that of a file that was put back. A missing object it does not miss.
  func file(_ name: String, _ contents: Data) throws -> URL {
    let file = url.appendingPathComponent(name)
    if (try? Data(contentsOf: file)) != contents {
      try? FileManager.default.removeItem(at: file.deletingPathExtension().appendingPathExtension("o"))
      try contents.write(to: file, options: .atomic)
    }
    return file
  }

  /// Notes that a compilation begins.
  ///
  /// One that is killed may leave parts that do not belong together; the next one then begins from nothing.
  func begin() throws { try Data().write(to: mark) }

  /// Notes that the compiler came to its end.
  func end() { try? FileManager.default.removeItem(at: mark) }

  private var mark: URL { url.appendingPathComponent("unfinished") }

  private func clear() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    for name in names where name != "lock" {
      try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
    }
  }
}
