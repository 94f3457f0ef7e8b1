/// Reads tar archives: the formats ustar and pax (POSIX.1-2017, pax) and GNU's long names.
///
/// ```
/// each entry: a block of 512 bytes, then its content, filled up to whole blocks
///    0  name 100        124  size 12, octal       156  type 1         345  prefix of the name 155 (ustar)
/// an entry of type x: lines "length key=value" about the next one; of type L: the next one's name
/// two blocks of zeros: the end
/// ```
enum TarArchive {
  private static let block = 512

  static func entries(of bytes: [UInt8]) throws(SubmissionError) -> [SubmissionEntry] {
    var entries: [SubmissionEntry] = []
    var budget = SubmissionBudget()
    var longName: String?
    var longSize: Int?
    var position = 0
    while position + block <= bytes.count {
      let header = bytes[position..<position + block]
      if header.allSatisfy({ $0 == 0 }) { return entries }
      guard isIntact(header) else { throw SubmissionError("the tar archive is damaged at byte \(position)") }
      position += block
      let type = header[header.startIndex + 156]
      guard let size = longSize ?? number(header, 124, 12), size >= 0, size <= bytes.count - position else {
        throw SubmissionError("the tar archive ends in the middle of a file")
      }
      let content = bytes[position..<position + size]
      try budget.add(bytes: size)
      position = min(position + (size + block - 1) / block * block, bytes.count)
      switch type {
      case UInt8(ascii: "x"):
        let records = try records(of: content)
        longName = records["path"] ?? longName
        longSize = records["size"].flatMap { Int($0) }
      case UInt8(ascii: "g"): break
      case UInt8(ascii: "L"): longName = text(content)
      case UInt8(ascii: "K"): break
      default:
        let entry = SubmissionEntry(
          name: trimmed(longName ?? name(of: header)), kind: kind(type),
          content: kind(type) == .file ? Array(content) : [])
        (longName, longSize) = (nil, nil)
        // The folder itself, as in `tar -C folder .`
        if entry.name == "." || entry.name.isEmpty { continue }
        try entry.check()
        entries.append(entry)
      }
    }
    throw SubmissionError("the tar archive has no end")
  }

  /// Whether the checksum of a header is right: the sum of its bytes, with spaces in place of the checksum.
  static func isIntact(_ header: ArraySlice<UInt8>) -> Bool {
    guard header.count == block, let written = number(header, 148, 8) else { return false }
    let sum = header.enumerated().reduce(0) {
      (148..<156).contains($1.offset) ? $0 + 32 : $0 + Int($1.element)
    }
    return sum == written
  }

  private static func kind(_ type: UInt8) -> SubmissionEntry.Kind {
    switch type {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
    case UInt8(ascii: "5"): .folder
    case UInt8(ascii: "1"), UInt8(ascii: "2"): .link
    default: .other
    }
  }

  private static func name(of header: ArraySlice<UInt8>) -> String {
    let name = field(header, 0, 100), prefix = field(header, 345, 155)
    let isUstar =
      field(header, 257, 6).hasPrefix("ustar") && header[header.startIndex + 263] == UInt8(ascii: "0")
    return isUstar && !prefix.isEmpty ? "\(prefix)/\(name)" : name
  }

  /// A name without the `./` that tar puts before it and the `/` behind a folder.
  private static func trimmed(_ name: String) -> String {
    var name = name[...]
    while name.hasPrefix("./") { name = name.dropFirst(2) }
    while name.count > 1, name.hasSuffix("/") { name = name.dropLast() }
    return String(name)
  }

  /// Lines `length key=value` of an extended header.
  private static func records(of content: ArraySlice<UInt8>) throws(SubmissionError) -> [String: String] {
    var records: [String: String] = [:]
    var rest = content
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
        let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
        length > space - rest.startIndex + 1,
        length <= rest.count, let equals = rest[space...].firstIndex(of: UInt8(ascii: "=")),
        equals < rest.startIndex + length
      else { throw SubmissionError("the tar archive has a damaged header") }
      let end = rest.startIndex + length
      records[String(decoding: rest[(space + 1)..<equals], as: UTF8.self)] = String(
        decoding: rest[(equals + 1)..<max(equals + 1, end - 1)], as: UTF8.self)
      rest = rest[end...]
    }
    return records
  }

  private static func field(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> String {
    let start = header.startIndex + offset
    return text(header[start..<start + length])
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func number(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> Int? {
    Int(field(header, offset, length).trimming { $0 == " " }, radix: 8)
  }
}
