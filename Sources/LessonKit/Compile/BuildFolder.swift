import Foundation

/// The folder in which the compiler keeps what it needs to compile only what changed.
///
/// A learner edits one of two files; compiling that one alone takes a third of the time. One process uses a
/// folder at a time; a second one gets its own.
final class BuildFolder {
  /// The folder.
  let url: URL
  private let lock: Int32
  private let isTemporary: Bool

  /// Takes the folder of a name below `parent`, or another one while somebody else compiles in it.
  ///
  /// - Throws: If the folder cannot be made.
  init(_ name: String, in parent: URL) throws {
    let shared = parent.appendingPathComponent(name, isDirectory: true)
    try FileManager.default.createDirectory(at: shared, withIntermediateDirectories: true)
    lock = open(shared.appendingPathComponent("lock").path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    if flock(lock, LOCK_EX | LOCK_NB) == 0 {
      url = shared
      isTemporary = false
    } else {
      url = parent.appendingPathComponent("\(name)-\(getpid())-\(UUID().uuidString)", isDirectory: true)
      isTemporary = true
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
  }

  deinit {
    close(lock)
    if isTemporary { try? FileManager.default.removeItem(at: url) }
  }

  /// Writes the map that tells the compiler where the objects of some sources go.
  func outputFileMap(of sources: [URL]) throws -> URL {
    var map = ["": ["swift-dependencies": url.appendingPathComponent("module.swiftdeps").path]]
    for source in sources {
      let base = url.appendingPathComponent(source.deletingPathExtension().lastPathComponent).path
      map[source.path] = ["object": base + ".o", "swift-dependencies": base + ".swiftdeps"]
    }
    let file = url.appendingPathComponent("files.json")
    try JSONEncoder().encode(map).write(to: file, options: .atomic)
    return file
  }

  /// A source that is made for this folder; written only when it changes, so that it is not compiled again.
  func file(_ name: String, _ text: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    if (try? Data(contentsOf: file)) != Data(text.utf8) {
      try Data(text.utf8).write(to: file, options: .atomic)
    }
    return file
  }

  /// Forgets everything, so that the next compilation begins from nothing.
  func clear() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    for name in names where name != "lock" {
      try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
    }
  }
}
