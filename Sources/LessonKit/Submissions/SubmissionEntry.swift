/// One entry of a folder or an archive.
struct SubmissionEntry {
  /// What an entry is.
  enum Kind: Equatable {
    case file, folder, link, other
  }

  /// The path inside the submission, with `/` between its parts.
  var name: String
  var kind: Kind
  /// The bytes of a file.
  var content: [UInt8] = []

  /// Bytes that all files of a submission may have together.
  static let totalLimit = 64 << 20
  /// Entries that a submission may have.
  static let countLimit = 10_000

  /// Refuses a name that would reach out of the submission, or that nobody can read.
  func check() throws(SubmissionError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let hasDrive = name.dropFirst().first == ":" && name.first?.isLetter == true
    if name.hasPrefix("/") || hasDrive {
      throw SubmissionError("the name \(name.quotedName) begins at the root of a disk")
    }
    if parts.contains("..") {
      throw SubmissionError("the name \(name.quotedName) leads out of the submission")
    }
    if name.contains("\\") { throw SubmissionError("the name \(name.quotedName) holds a backslash") }
    if name.withoutControlCharacters != name || name.contains(where: \.isNewline) || name.contains("\t") {
      throw SubmissionError("the name \(name.quotedName) holds control characters")
    }
    if name.utf8.count > 1_000 { throw SubmissionError("the name \(name.quotedName) is too long") }
    switch kind {
    case .file, .folder: break
    case .link: throw SubmissionError("\(name.quotedName) is a link; a submission holds its files itself")
    case .other: throw SubmissionError("\(name.quotedName) is neither a file nor a folder")
    }
  }
}

/// Counts what a submission has unpacked so far, and refuses too much.
struct SubmissionBudget {
  private var entries = 0
  private var bytes = 0

  /// The bytes that one more file may have.
  var room: Int { SubmissionEntry.totalLimit - bytes }

  /// Takes an entry in.
  mutating func add(bytes count: Int) throws(SubmissionError) {
    entries += 1
    guard entries <= SubmissionEntry.countLimit else {
      throw SubmissionError("it has more than \(SubmissionEntry.countLimit) files and folders")
    }
    guard count <= room else {
      throw SubmissionError("its files have more than \(SubmissionEntry.totalLimit.formattedBytes) together")
    }
    bytes += count
  }
}
