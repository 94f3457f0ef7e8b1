import Foundation

/// The formats PGM (gray) and PPM (color), each as text or as bytes.
///
/// ```
/// "P2" gray as text, "P3" color as text, "P5" gray as bytes, "P6" color as bytes
/// width, height, largest value (1...65535), as text, space between; "#" begins a comment up to the line's end
/// as bytes: one byte of space, then the samples, row by row, each 1 byte, or 2, the highest first, from 256 up
/// as text: the samples, space between
/// ```
///
/// As the Netpbm project defines them, https://netpbm.sourceforge.net/doc/ppm.html.
extension Image {
  /// The most samples of an image.
  static let sampleLimit = 1 << 27

  /// Reads a PGM or PPM file.
  ///
  /// - Throws: `DataError` for a file that is missing, damaged or of another format.
  public init(pixMap url: URL) throws(DataError) {
    // As text, a sample takes up to 6 bytes.
    let bytes = try ByteStream(contentsOf: url).rest(limit: 6 * Self.sampleLimit)
    try self.init(pixMap: bytes, file: url.path)
  }

  /// Reads the bytes of a PGM or PPM file.
  ///
  /// - Parameter file: the name to use in errors.
  /// - Throws: `DataError` for bytes that are damaged or of another format.
  public init(pixMap bytes: [UInt8], file: String) throws(DataError) {
    let map = try SampleMap(bytes, file: file)
    self.init(
      height: map.height, width: map.width, channels: map.channels,
      pixels: map.samples.map { Float($0) / Float(map.maximum) })
  }
}

/// The samples of a PGM or PPM file as they are stored; a mask is such a file too.
struct SampleMap {
  let height: Int
  let width: Int
  let channels: Int
  let maximum: Int
  let samples: [UInt16]

  init(_ bytes: [UInt8], file: String) throws(DataError) {
    var cursor = ByteCursor(bytes, file: file)
    let magic = try cursor.take(2)
    guard magic.first == UInt8(ascii: "P"), let kind = magic.last, "2356".utf8.contains(kind) else {
      throw .magic(file: file, expected: "a PGM or PPM file (P2, P3, P5 or P6)")
    }
    let isText = kind < UInt8(ascii: "5")
    channels = kind == UInt8(ascii: "3") || kind == UInt8(ascii: "6") ? 3 : 1
    width = try cursor.number("a width from 1 to 2^27", in: 1...Image.sampleLimit)
    height = try cursor.number("a height from 1 to 2^27", in: 1...Image.sampleLimit)
    maximum = try cursor.number("a largest value from 1 to 65535", in: 1...65535)
    // Both extents have 28 bits, so the product cannot overflow.
    guard width * height <= Image.sampleLimit / channels else {
      throw .size(file: file, shape: [height, width, channels])
    }
    let count = width * height * channels
    if isText {
      samples = try cursor.textSamples(count, maximum: maximum)
      try cursor.skipSpace()
    } else {
      samples = try cursor.byteSamples(count, maximum: maximum)
    }
    guard cursor.left == 0 else { throw .trailingBytes(file: file, offset: cursor.offset) }
  }
}

extension ByteCursor {
  /// A decimal number after space and comments.
  fileprivate mutating func number(_ meaning: String, in range: ClosedRange<Int>) throws(DataError) -> Int {
    try skipSpace()
    let start = offset
    var value = 0
    while let digit = peek.map({ Int($0) - 48 }), (0...9).contains(digit), value <= range.upperBound {
      value = value * 10 + digit
      _ = try take(1)
    }
    guard offset > start, range.contains(value) else {
      throw .number(file: file, offset: start, meaning: meaning)
    }
    return value
  }

  /// Skips space, and comments up to the ends of their lines.
  fileprivate mutating func skipSpace() throws(DataError) {
    var isComment = false
    while let byte = peek {
      if byte == UInt8(ascii: "\n") {
        isComment = false
      } else if byte == UInt8(ascii: "#") {
        isComment = true
      } else if !isComment, !isSpace(byte) {
        return
      }
      _ = try take(1)
    }
  }

  fileprivate mutating func textSamples(_ count: Int, maximum: Int) throws(DataError) -> [UInt16] {
    var samples: [UInt16] = []
    while samples.count < count {
      let value = try number(
        "a sample from 0 to 65535, number \(samples.count + 1) of \(count)", in: 0...65535)
      try check(value, at: offset, maximum: maximum)
      samples.append(UInt16(value))
    }
    return samples
  }

  fileprivate mutating func byteSamples(_ count: Int, maximum: Int) throws(DataError) -> [UInt16] {
    guard let space = peek, isSpace(space) else {
      throw .number(file: file, offset: offset, meaning: "one byte of space before the samples")
    }
    _ = try take(1)
    let start = offset
    let size = maximum < 256 ? 1 : 2
    let content = try take(count * size)
    let samples = stride(from: content.startIndex, to: content.endIndex, by: size).map { index in
      size == 1 ? UInt16(content[index]) : UInt16(content[index]) << 8 | UInt16(content[index + 1])
    }
    if let index = samples.firstIndex(where: { $0 > maximum }) {
      try check(Int(samples[index]), at: start + index * size, maximum: maximum)
    }
    return samples
  }

  private func check(_ value: Int, at offset: Int, maximum: Int) throws(DataError) {
    guard value <= maximum else { throw .sample(file: file, offset: offset, value: value, maximum: maximum) }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
