import Foundation

/// A tar archive that is read from its beginning: ustar, with the long names of GNU and of POSIX (pax).
///
/// ```
/// each entry: a block of 512 bytes, then its content, filled up to whole blocks
///    0  name 100        124  size 12, octal       148  checksum 8        156  type 1
///  257  "ustar", zero, "00" in archives that have a   345  prefix of the name 155
/// an entry of type x: lines "length key=value" about the next one; of type L: the next one's name
/// two blocks of zeros: the end
/// ```
package struct TarArchive {
  /// What an entry is.
  package enum Kind: Sendable {
    case file, folder, link, other
  }

  /// Something in the archive; `read` gives its content.
  package struct Entry: Equatable {
    package let path: String
    /// The bytes of its content.
    package let size: Int
    package let kind: Kind
  }

  /// Whether the blocks that mark the end were seen; some programs leave them out, and so does cutting off.
  package private(set) var isClosed = false

  private static let block = 512
  /// The most entries in a row that only describe the next one.
  private static let descriptionLimit = 8

  private let stream: ByteStream
  private var offset = 0
  /// Bytes of the entry that have not been read, and how many fill its last block.
  private var left = 0
  private var padding = 0

  /// Reads a file, which may be packed with gzip.
  package init(contentsOf url: URL) throws(DataError) {
    stream = try ByteStream(contentsOf: url)
  }

  /// Reads the bytes of a file, which may be packed with gzip.
  ///
  /// - Parameter file: the name to use in errors.
  package init(_ bytes: [UInt8], file: String) throws(DataError) {
    stream = try ByteStream(bytes, file: file)
  }

  /// The next entry; nil at the end.
  ///
  /// - Throws: `DataError.magic` for what is no tar archive, `DataError.archive` and `DataError.compression` for damage.
  package mutating func next() throws(DataError) -> Entry? {
    var (longName, longSize): (String?, Int?) = (nil, nil)
    for _ in 0...Self.descriptionLimit {
      while left > 0 { _ = try read() }
      guard try take(padding).count == padding else { throw problem("it ends in the middle of an entry") }
      padding = 0
      let start = offset
      let header = try take(Self.block)
      if header.isEmpty, start > 0 { return nil }
      if header.count == Self.block, header.allSatisfy({ $0 == 0 }) {
        isClosed = true
        return nil
      }
      guard header.count == Self.block, hasRightChecksum(header) else {
        guard start > 0 else { throw .magic(file: stream.file, expected: "a tar archive") }
        throw problem("there is no header of an entry", at: start)
      }
      guard let size = longSize ?? number(header[124..<136]), size >= 0 else {
        throw problem("an entry has no length", at: start)
      }
      left = size
      padding = (Self.block - size % Self.block) % Self.block
      switch header[156] {
      case UInt8(ascii: "L"): longName = text(try content())
      case UInt8(ascii: "x"):
        let records = try records(of: content())
        longName = records["path"] ?? longName
        longSize = records["size"].flatMap { Int($0) }
      case UInt8(ascii: "g"), UInt8(ascii: "K"): _ = try content()
      case let type:
        let path = longName ?? name(of: header)
        return Entry(path: path, size: size, kind: kind(type, path: path))
      }
    }
    throw problem("too many entries describe one")
  }

  /// Bytes of the entry that `next` gave; none at its end.
  package mutating func read() throws(DataError) -> [UInt8] {
    guard left > 0 else { return [] }
    let bytes = try stream.next(upTo: left)
    guard !bytes.isEmpty else { throw problem("it ends in the middle of an entry") }
    offset += bytes.count
    left -= bytes.count
    return bytes
  }

  /// An error at a place, this one if none is named.
  package func problem(_ text: String, at place: Int? = nil) -> DataError {
    .archive(file: stream.file, offset: place ?? offset, problem: text)
  }

  private mutating func take(_ count: Int) throws(DataError) -> [UInt8] {
    let bytes = try stream.collect(count)
    offset += bytes.count
    return bytes
  }

  /// The content of an entry that describes the next one.
  private mutating func content() throws(DataError) -> ArraySlice<UInt8> {
    guard left <= 1 << 16 else { throw problem("the description of an entry is too long") }
    var bytes: [UInt8] = []
    while left > 0 { bytes += try read() }
    return bytes[...]
  }

  /// Records of the form `length key=value`, each with its end of line.
  private func records(of bytes: ArraySlice<UInt8>) throws(DataError) -> [String: String] {
    var (rest, records) = (bytes, [String: String]())
    while !rest.isEmpty {
      guard let blank = rest.firstIndex(of: UInt8(ascii: " ")),
        let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
        length > blank - rest.startIndex + 1, length <= rest.count,
        let equals = rest[blank...].firstIndex(of: UInt8(ascii: "=")), equals < rest.startIndex + length
      else { throw problem("the records of an entry are damaged") }
      let end = rest.startIndex + length
      records[text(rest[(blank + 1)..<equals])] = text(rest[(equals + 1)..<max(equals + 1, end - 1)])
      rest = rest[end...]
    }
    return records
  }

  private func kind(_ type: UInt8, path: String) -> Kind {
    switch type {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): path.hasSuffix("/") ? .folder : .file
    case UInt8(ascii: "5"): .folder
    case UInt8(ascii: "1"), UInt8(ascii: "2"): .link
    default: .other
    }
  }

  private func name(of header: [UInt8]) -> String {
    let isPOSIX = header[257..<265].elementsEqual("ustar\u{0}00".utf8)
    let prefix = isPOSIX ? text(header[345..<500]) : ""
    return (prefix.isEmpty ? "" : prefix + "/") + text(header[0..<100])
  }

  /// Text up to the first zero.
  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// A number in octal digits, or from the second bit on in binary where the first is set (GNU).
  private func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    if bytes.first! & 0x80 != 0 {
      let digits = bytes.dropFirst(bytes.count - 7)
      return bytes.dropFirst().dropLast(7).allSatisfy { $0 == 0 }
        ? digits.reduce(0) { $0 << 8 | Int($1) } : nil
    }
    let digits = text(bytes).trimmingCharacters(in: .whitespaces)
    return digits.isEmpty ? 0 : Int(digits, radix: 8)
  }

  /// The checksum is the sum of the bytes, its own taken for blanks.
  private func hasRightChecksum(_ header: [UInt8]) -> Bool {
    let own = header[148..<156]
    let sum = header.reduce(0) { $0 + Int($1) } - own.reduce(0) { $0 + Int($1) } + 8 * 32
    return number(own) == sum
  }
}
