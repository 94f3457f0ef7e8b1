import Data
import Foundation

/// Puts files into a new folder, out of which no path leads, and notes their digests.
struct Unpacking {
  let folder: URL
  let limit: Int
  let isCancelled: () -> Bool

  /// The most files that a set may have.
  private static let countLimit = 1 << 19

  /// The digests of the files, by their paths in the folder.
  private(set) var digests: [String: String] = [:]
  /// The bytes written.
  private(set) var size = 0

  /// Makes the folder; what an earlier attempt left there goes.
  init(into folder: URL, limit: Int, isCancelled: @escaping () -> Bool) throws(FetchError) {
    self.folder = folder
    self.limit = limit
    self.isCancelled = isCancelled
    do {
      if FileManager.default.fileExists(atPath: folder.path) {
        try FileManager.default.removeItem(at: folder)
      }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .disk(file: folder.path, reason: FetchError.reason(error))
    }
  }

  /// Unpacks an archive.
  ///
  /// - Parameter dropped: a folder at the beginning of paths to leave out.
  /// - Throws: `FetchError.archive` for an entry that would lie elsewhere, twice, or beyond the limits.
  mutating func unpack(_ file: URL, dropping dropped: String?) throws {
    do {
      try unpackEntries(of: TarArchive(contentsOf: file), dropping: dropped)
    } catch let error as DataError {
      throw FetchError.archive(error)
    }
  }

  private mutating func unpackEntries(of archive: TarArchive, dropping dropped: String?) throws {
    var archive = archive
    while let entry = try archive.next() {
      if isCancelled() { throw FetchError.cancelled }
      guard let path = Self.safePath(entry.path, dropping: dropped) else {
        throw archive.problem("'\(entry.path)' would lie outside of the folder")
      }
      guard entry.kind == .file || entry.kind == .folder else {
        throw archive.problem("'\(entry.path)' is neither a file nor a folder")
      }
      guard !path.isEmpty, entry.kind == .file else { continue }
      guard digests[path] == nil else { throw archive.problem("'\(entry.path)' stands there twice") }
      guard entry.size <= limit - size, digests.count < Self.countLimit else {
        throw archive.problem("it grows beyond \(limit) bytes or \(Self.countLimit) files")
      }
      try write(path) { () throws in try archive.read() }
    }
  }

  /// Copies a file under its own name.
  mutating func add(_ file: URL) throws {
    let input = try FileHandle(forReadingFrom: file)
    defer { try? input.close() }
    try write(file.lastPathComponent) { () throws in [UInt8](try input.read(upToCount: 1 << 18) ?? Data()) }
  }

  private mutating func write(_ path: String, pieces: () throws -> [UInt8]) throws {
    let target = folder.appending(path: path)
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw FetchError.disk(file: target.path, reason: FetchError.reason(error))
    }
    let descriptor = open(target.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FetchError.disk(file: target.path, reason: FetchError.lastReason()) }
    let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var digest = SHA256()
    while true {
      let bytes = try pieces()
      if bytes.isEmpty { break }
      if isCancelled() { throw FetchError.cancelled }
      digest.update(bytes)
      size += bytes.count
      do {
        try output.write(contentsOf: bytes)
      } catch {
        throw FetchError.disk(file: target.path, reason: FetchError.reason(error))
      }
    }
    digests[path] = digest.hex
  }

  /// The path without empty parts and the dropped folder; nil if it leads out or holds what no file name has.
  static func safePath(_ path: String, dropping dropped: String?) -> String? {
    guard !path.hasPrefix("/"), path.utf8.count <= 1024,
      !path.unicodeScalars.contains(where: { $0.value < 32 || $0 == "\\" || $0 == "\u{7F}" })
    else { return nil }
    var parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.contains("..") else { return nil }
    if let dropped, parts.first.map(String.init) == dropped { parts.removeFirst() }
    return parts.joined(separator: "/")
  }
}
