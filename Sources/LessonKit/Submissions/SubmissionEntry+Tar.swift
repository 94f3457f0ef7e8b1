import Codelab

extension SubmissionEntry {
  /// The entries of a tar archive, which may be packed with gzip.
  ///
  /// - Parameter name: the name of the archive, for errors.
  static func entries(ofTar bytes: [UInt8], name: String) throws(SubmissionError) -> [SubmissionEntry] {
    do {
      return try read(TarArchive(bytes, file: name.quotedName))
    } catch DataError.magic {
      throw SubmissionError("\(name.quotedName) is neither a folder nor a tar, tar.gz or zip archive")
    } catch let error as SubmissionError {
      throw error
    } catch {
      throw SubmissionError("\(error)")
    }
  }

  private static func read(_ archive: TarArchive) throws -> [SubmissionEntry] {
    var (archive, budget) = (archive, SubmissionBudget())
    var entries: [SubmissionEntry] = []
    while let item = try archive.next() {
      try budget.add(bytes: item.size)
      var entry = SubmissionEntry(name: trimmed(item.path), kind: Kind(item.kind))
      // The folder itself, as in `tar -C folder .`
      if entry.name == "." || entry.name.isEmpty { continue }
      try entry.check()
      if entry.kind == .file {
        while case let bytes = try archive.read(), !bytes.isEmpty { entry.content += bytes }
      }
      entries.append(entry)
    }
    guard archive.isClosed else { throw archive.problem("it is cut off") }
    return entries
  }

  /// A name without the `./` that tar puts before it and the `/` behind a folder.
  private static func trimmed(_ name: String) -> String {
    var name = name[...]
    while name.hasPrefix("./") { name = name.dropFirst(2) }
    while name.count > 1, name.hasSuffix("/") { name = name.dropLast() }
    return String(name)
  }
}

extension SubmissionEntry.Kind {
  fileprivate init(_ kind: TarArchive.Kind) {
    self =
      switch kind {
      case .file: .file
      case .folder: .folder
      case .link: .link
      case .other: .other
      }
  }
}
