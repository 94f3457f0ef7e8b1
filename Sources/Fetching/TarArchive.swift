import Data
import Foundation

/// A tar archive that is read from its beginning: ustar, with the long names of GNU and of POSIX.
///
/// A header is a block of 512 bytes (POSIX 1003.1, pax): name 0..<100, length 124..<136 in octal digits, checksum
/// 148..<156, kind 156, prefix of the name 345..<500. The content follows, filled up to whole blocks.
struct TarArchive {
  /// A file or a folder of the archive.
  struct Entry: Equatable {
    let path: String
    let size: Int
    let isFolder: Bool
  }

  private let stream: ByteStream
  private var offset = 0
  /// Bytes of the entry that have not been read, and how many fill its last block.
  private var left = 0
  private var padding = 0

  /// Reads a file, which may be packed with gzip.
  init(contentsOf url: URL) throws {
    stream = try ByteStream(contentsOf: url)
  }

  /// The next file or folder; nil at the end.
  ///
  /// - Throws: `FetchError.archive` for damage, and for links and devices, which no set of data needs.
  mutating func next() throws -> Entry? {
    var longName: String?
    while true {
      while left > 0 { _ = try read() }
      guard try take(padding).count == padding else { throw problem("it ends in the middle of an entry") }
      padding = 0
      let header = try take(512)
      // Some archives lack the two empty blocks at the end.
      if header.isEmpty || header.allSatisfy({ $0 == 0 }) { return nil }
      guard header.count == 512, hasRightChecksum(header) else {
        throw problem("there is no header of an entry")
      }
      guard let size = number(header[124..<136]), size >= 0 else { throw problem("an entry has no length") }
      left = size
      padding = (512 - size % 512) % 512
      switch header[156] {
      case UInt8(ascii: "L"): longName = text(try content())
      case UInt8(ascii: "x"): longName = try path(ofRecords: content()) ?? longName
      case UInt8(ascii: "g"): _ = try content()
      case 0, UInt8(ascii: "0"), UInt8(ascii: "5"):
        let prefix = header[257..<262].elementsEqual("ustar".utf8) ? text(header[345..<500]) : ""
        let short = (prefix.isEmpty ? "" : prefix + "/") + text(header[0..<100])
        let path = longName ?? short
        let isFolder = header[156] == UInt8(ascii: "5") || path.hasSuffix("/")
        return Entry(path: path, size: size, isFolder: isFolder)
      default: throw problem("'\(text(header[0..<100]))' is neither a file nor a folder")
      }
    }
  }

  /// Bytes of the entry that `next` gave; none at its end.
  mutating func read() throws -> [UInt8] {
    guard left > 0 else { return [] }
    let bytes = try stream.next(upTo: left)
    guard !bytes.isEmpty else { throw problem("it ends in the middle of an entry") }
    offset += bytes.count
    left -= bytes.count
    return bytes
  }

  /// An error at this place.
  func problem(_ text: String) -> FetchError { .archive(file: stream.file, offset: offset, problem: text) }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    let bytes = try stream.collect(count)
    offset += bytes.count
    return bytes
  }

  /// The content of an entry that describes the next one.
  private mutating func content() throws -> ArraySlice<UInt8> {
    guard left <= 1 << 16 else { throw problem("the name of an entry is too long") }
    var bytes: [UInt8] = []
    while left > 0 { bytes += try read() }
    return bytes[...]
  }

  /// The path among records of the form `length key=value`, each with its end of line.
  private func path(ofRecords bytes: ArraySlice<UInt8>) throws -> String? {
    var (rest, path) = (bytes, String?.none)
    while !rest.isEmpty {
      guard let blank = rest.firstIndex(of: UInt8(ascii: " ")),
        let length = Int(String(decoding: rest[..<blank], as: UTF8.self)), length > blank - rest.startIndex,
        length <= rest.count
      else { throw problem("the records of an entry are damaged") }
      let record = rest[(blank + 1)..<(rest.startIndex + length)].dropLast()
      if record.starts(with: "path=".utf8) { path = text(record.dropFirst(5)) }
      rest = rest.dropFirst(length)
    }
    return path
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
