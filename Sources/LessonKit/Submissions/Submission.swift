import Codelab
import Foundation

/// One person's work: the Swift files of a folder or an archive, read into memory once.
///
/// Nothing of a submission reaches a disk under a name of its own.
public struct Submission: Sendable {
  /// The name of the folder or archive.
  public let name: String
  /// The contents of files by their paths inside the submission.
  let files: [String: [UInt8]]

  /// Bytes that a graded file may have.
  static let fileLimit = 1 << 20

  /// Reads a folder, or an archive: tar, tar.gz or zip.
  ///
  /// - Throws: ``SubmissionError`` for what cannot be read or is not to be trusted: names that lead out of it or hold
  ///   control characters, links, and more than it may have.
  public init(contentsOf place: URL) throws(SubmissionError) {
    name = place.lastPathComponent
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else {
      throw SubmissionError("\(place.path.quotedName) is missing")
    }
    if SubmissionEntry.Kind(of: place) == .link {
      throw SubmissionError(
        "\(place.lastPathComponent.quotedName) is a link; a submission holds its files itself")
    }
    let entries = try isFolder.boolValue ? Self.entries(ofFolder: place) : Self.entries(ofArchive: place)
    var files: [String: [UInt8]] = [:]
    for entry in entries where entry.kind == .file && entry.name.hasSuffix(".swift") {
      guard files.updateValue(entry.content, forKey: entry.name) == nil else {
        throw SubmissionError("it has two files named \(entry.name.quotedName)")
      }
    }
    self.files = files
  }

  /// The file that answers an exercise: at the exercise's path, in a folder named like its identifier, or, where
  /// no other exercise is graded, wherever it is.
  ///
  /// - Returns: The file's path inside the submission and its content; nil if there is none.
  /// - Throws: ``SubmissionError`` if there are several, or the file is too large.
  func answer(to exercise: Exercise, isOnly: Bool) throws(SubmissionError) -> (
    path: String, content: [UInt8]
  )? {
    let folders = [exercise.path, exercise.id]
    let wanted = folders.lazy.map { folder in
      files.keys.filter { "/\($0)".hasSuffix("/\(folder)/Exercise.swift") }
    }
    var found = wanted.first { !$0.isEmpty } ?? []
    if found.isEmpty, isOnly { found = files.keys.filter { "/\($0)".hasSuffix("/Exercise.swift") } }
    guard let path = found.first, let content = files[path] else { return nil }
    guard found.count == 1 else {
      let names = found.sorted().map(\.quotedName).joined(separator: " and ")
      throw SubmissionError("\(names) could both be the file for \(exercise.id); hand in one")
    }
    guard content.count <= Self.fileLimit else {
      throw SubmissionError("\(path.quotedName) has more than \(Self.fileLimit.formattedBytes)")
    }
    return (path, content)
  }

  // MARK: Folders

  private static func entries(ofFolder folder: URL) throws(SubmissionError) -> [SubmissionEntry] {
    var entries: [SubmissionEntry] = []
    var budget = SubmissionBudget()
    var folders = [""]
    while let prefix = folders.popLast() {
      let place = folder.appendingPathComponent(prefix, isDirectory: true)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      // What editors and tools leave behind is hidden, and is not looked into.
      for name in names.sorted() where !name.hasPrefix(".") {
        let file = place.appendingPathComponent(name)
        var entry = SubmissionEntry(name: prefix + name, kind: SubmissionEntry.Kind(of: file))
        try entry.check()
        if entry.kind == .folder { folders.append("\(entry.name)/") }
        if entry.kind == .file, name.hasSuffix(".swift") {
          entry.content = try contents(of: file, name: entry.name, limit: budget.room)
        }
        try budget.add(bytes: entry.content.count)
        entries.append(entry)
      }
    }
    return entries
  }

  // MARK: Archives

  private static func entries(ofArchive file: URL) throws(SubmissionError) -> [SubmissionEntry] {
    let name = file.lastPathComponent
    let bytes = try contents(of: file, name: name, limit: SubmissionEntry.totalLimit)
    if bytes.starts(with: ZipArchive.signature) { return try ZipArchive.entries(of: bytes) }
    return try SubmissionEntry.entries(ofTar: bytes, name: name)
  }

  private static func contents(of file: URL, name: String, limit: Int) throws(SubmissionError) -> [UInt8] {
    guard let handle = try? FileHandle(forReadingFrom: file) else {
      throw SubmissionError("\(name.quotedName) cannot be read")
    }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: limit + 1) ?? Foundation.Data(), data.count <= limit else {
      throw SubmissionError("\(name.quotedName) cannot be read, or has more than \(limit.formattedBytes)")
    }
    return [UInt8](data)
  }
}

extension SubmissionEntry.Kind {
  /// What lies at a place; a link is a link, wherever it leads.
  init(of place: URL) {
    var information = stat()
    guard lstat(place.path, &information) == 0 else {
      self = .other
      return
    }
    switch information.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .other
    }
  }
}
