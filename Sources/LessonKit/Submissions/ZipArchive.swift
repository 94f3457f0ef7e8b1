import Codelab

/// Reads zip archives by their central directory (PKWARE's APPNOTE 6.3.10): stored and deflated files, without
/// encryption and without the extension to 64 bits, which a submission is too small to need.
///
/// ```
/// local header 30:    signature "PK\3\4", ..., name length at 26, extra length at 28; then name, extra, content
/// central header 46:  signature "PK\1\2", system at 5, flags at 8, method at 10, CRC-32 at 16, packed size at 20,
///                     size at 24, name length at 28, extra at 30, comment at 32, attributes at 38, offset at 42
/// end 22:             signature "PK\5\6", entries at 10, size of the directory at 12, offset of it at 16
/// ```
enum ZipArchive {
  static let signature: [UInt8] = Array("PK\u{3}\u{4}".utf8)
  private static let damaged = SubmissionError("the zip archive is damaged")

  static func entries(of bytes: [UInt8]) throws(SubmissionError) -> [SubmissionEntry] {
    guard let end = end(of: bytes) else { throw damaged }
    var position = Int(try word(bytes, end + 16, 4))
    var entries: [SubmissionEntry] = []
    var budget = SubmissionBudget()
    for _ in 0..<Int(try word(bytes, end + 10, 2)) {
      guard try word(bytes, position, 4) == 0x0201_4B50 else { throw damaged }
      let entry = try entry(bytes, position, &budget)
      if !entry.name.isEmpty {
        try entry.check()
        entries.append(entry)
      }
      let lengths = try [28, 30, 32].map { offset throws(SubmissionError) in
        Int(try word(bytes, position + offset, 2))
      }
      position += 46 + lengths.reduce(0, +)
    }
    return entries
  }

  private static func entry(
    _ bytes: [UInt8], _ position: Int, _ budget: inout SubmissionBudget
  ) throws(SubmissionError) -> SubmissionEntry {
    let length = Int(try word(bytes, position + 28, 2))
    let start = position + 46
    guard start + length <= bytes.count else { throw damaged }
    var name = String(decoding: bytes[start..<start + length], as: UTF8.self)
    let isFolder = name.hasSuffix("/")
    if isFolder { name.removeLast() }
    // Made on Unix, the upper half of the attributes is the file's mode.
    let isUnix = bytes[position + 5] == 3
    let mode = try word(bytes, position + 38, 4) >> 16 & 0o170000
    let kind: SubmissionEntry.Kind =
      isUnix && mode == 0o120000
      ? .link : isUnix && ![0, 0o100000, 0o040000].contains(mode) ? .other : isFolder ? .folder : .file
    var entry = SubmissionEntry(name: name, kind: kind)
    let size = Int(try word(bytes, position + 24, 4))
    try budget.add(bytes: size)
    if kind == .file { entry.content = try content(bytes, position, name: name, size: size) }
    return entry
  }

  private static func content(
    _ bytes: [UInt8], _ position: Int, name: String, size: Int
  ) throws(SubmissionError) -> [UInt8] {
    guard try word(bytes, position + 8, 2) & 1 == 0 else {
      throw SubmissionError("\(name.quotedName) is encrypted")
    }
    let method = try word(bytes, position + 10, 2)
    let checksum = try word(bytes, position + 16, 4)
    let packedSize = Int(try word(bytes, position + 20, 4))
    let header = Int(try word(bytes, position + 42, 4))
    guard try word(bytes, header, 4) == 0x0403_4B50 else { throw damaged }
    let start = header + 30 + Int(try word(bytes, header + 26, 2)) + Int(try word(bytes, header + 28, 2))
    guard start + packedSize <= bytes.count else { throw damaged }
    let packed = bytes[start..<start + packedSize]
    var content: [UInt8]
    switch method {
    case 0: content = Array(packed)
    case 8:
      // One more byte than the directory promises, to notice a file that has more.
      guard let unpacked = Inflater.bytes(of: packed, limit: size + 1) else { throw damaged }
      content = unpacked
    default:
      throw SubmissionError("\(name.quotedName) is packed by method \(method); use plain zip, tar or tar.gz")
    }
    guard content.count == size, crc32(content[...]) == checksum else {
      throw SubmissionError("\(name.quotedName) is not what the zip archive says it is")
    }
    return content
  }

  /// Where the end record begins; it can be followed by a comment.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let signature: [UInt8] = Array("PK\u{5}\u{6}".utf8)
    return (max(0, bytes.count - 22 - 65_535)...(bytes.count - 22)).last {
      bytes[$0..<$0 + 4].elementsEqual(signature)
    }
  }

  /// A number, lowest byte first.
  private static func word(_ bytes: [UInt8], _ offset: Int, _ size: Int) throws(SubmissionError) -> UInt32 {
    guard offset >= 0, offset + size <= bytes.count else { throw damaged }
    return (0..<size).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
  }
}
