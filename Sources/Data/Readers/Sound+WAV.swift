import Foundation

/// The WAV format: a RIFF file, lowest byte first.
///
/// ```
/// "RIFF", 4 bytes of length, "WAVE"
/// chunks: 4 bytes of name, 4 of length, the content, a byte more if the length is odd
///   "fmt "   encoding 2, channels 2, rate 4, bytes a second 4, bytes a frame 2, bits a sample 2, more
///   "data"   the frames: for each moment one sample of each channel
/// ```
extension Sound {
  /// The most bytes of a file: eleven minutes of stereo at 48 kHz with 16 bits.
  private static let sizeLimit = 1 << 27

  private static let supported =
    "PCM of 8, 16 or 24 bits or 8-bit mu-law, with 1 to 16 channels, from 1 kHz up"

  /// Reads a WAV file of PCM with 8, 16 or 24 bits or of mu-law; several channels are averaged.
  ///
  /// - Throws: `DataError` for a file that is missing, damaged or stores its samples in another way.
  public init(wav url: URL) throws(DataError) {
    try self.init(wav: ByteStream(contentsOf: url).rest(limit: Self.sizeLimit), file: url.path)
  }

  /// Reads the bytes of a WAV file.
  ///
  /// - Parameter file: the name to use in errors.
  /// - Throws: `DataError` for bytes that are damaged or store samples in another way.
  public init(wav bytes: [UInt8], file: String) throws(DataError) {
    var cursor = ByteCursor(bytes, file: file)
    let riff = try cursor.name()
    _ = try cursor.take(4)
    guard riff != "RIFX" else { throw .byteOrder(file: file, expected: "a RIFF file, lowest byte first") }
    guard riff == "RIFF", try cursor.name() == "WAVE" else {
      throw .magic(file: file, expected: "a WAV file")
    }
    var format: WAVFormat?
    while cursor.left > 0 {
      let start = cursor.offset
      let name = try cursor.name()
      let length = try cursor.littleEndian(4)
      guard length <= cursor.left else {
        throw .chunk(file: file, offset: start, name: name, length: length, left: cursor.left)
      }
      let content = try cursor.take(length)
      switch name {
      case "fmt ":
        format = try WAVFormat(ByteCursor(Array(content), file: file), at: start, supported: Self.supported)
      case "data":
        guard let format else { throw .missingChunk(file: file, name: "fmt ") }
        guard length % format.frameSize == 0 else {
          let whole = length / format.frameSize * format.frameSize
          throw .truncated(
            file: file, expected: start + 8 + whole + format.frameSize, actual: start + 8 + length)
        }
        self.init(samples: format.mixed(content), rate: format.rate)
        return
      default: break
      }
      if length % 2 == 1, cursor.left > 0 { _ = try cursor.take(1) }
    }
    throw .missingChunk(file: file, name: "data")
  }
}

/// How a WAV file stores its samples.
private struct WAVFormat {
  let rate: Int
  let channels: Int
  /// Bytes of a sample.
  let size: Int
  let isMuLaw: Bool

  /// Bytes of one sample of each channel.
  var frameSize: Int { channels * size }

  /// Reads the content of the chunk "fmt ", which begins at `offset`.
  init(_ cursor: ByteCursor, at offset: Int, supported: String) throws(DataError) {
    var cursor = cursor
    let file = cursor.file
    guard cursor.left >= 16 else {
      throw .truncated(file: file, expected: offset + 24, actual: offset + 8 + cursor.left)
    }
    var encoding = try cursor.littleEndian(2)
    channels = try cursor.littleEndian(2)
    rate = try cursor.littleEndian(4)
    _ = try cursor.take(4)
    let frame = try cursor.littleEndian(2)
    let bits = try cursor.littleEndian(2)
    // The extensible form keeps the encoding in the first bytes of an identifier.
    if encoding == 0xFFFE, cursor.left >= 10 {
      _ = try cursor.take(8)
      encoding = try cursor.littleEndian(2)
    }
    size = bits / 8
    isMuLaw = encoding == 7
    let isKnown = isMuLaw ? bits == 8 : encoding == 1 && [8, 16, 24].contains(bits)
    guard isKnown, (1...16).contains(channels), (1000...768_000).contains(rate), frame == channels * size
    else {
      let found =
        "encoding \(encoding), \(bits) bits, \(channels) channels, \(rate) Hz, \(frame) bytes a frame"
      throw .encoding(file: file, offset: offset, found: found, supported: supported)
    }
  }

  /// The mean of the channels at each moment, from -1 to 1.
  func mixed(_ content: ArraySlice<UInt8>) -> [Float] {
    stride(from: content.startIndex, to: content.endIndex, by: frameSize).map { frame in
      var sum: Float = 0
      for sample in stride(from: frame, to: frame + frameSize, by: size) {
        sum += isMuLaw ? MuLaw.values[Int(content[sample])] : pulse(content, at: sample)
      }
      return sum / Float(channels)
    }
  }

  /// A linear sample: 8 bits count from 128, more are signed.
  private func pulse(_ content: ArraySlice<UInt8>, at index: Int) -> Float {
    switch size {
    case 1: (Float(content[index]) - 128) / 128
    case 2: Float(Int16(bitPattern: UInt16(content[index]) | UInt16(content[index + 1]) << 8)) / 0x1p15
    default:
      // At the top of 32 bits, so that the sign is where it should be.
      Float(
        Int32(
          bitPattern: UInt32(content[index]) << 8 | UInt32(content[index + 1]) << 16
            | UInt32(content[index + 2]) << 24)) / 0x1p31
    }
  }
}

/// The logarithmic code of telephony, 14 bits in 8 (ITU-T G.711, mu-law).
private enum MuLaw {
  /// The sample that each code stands for, from -1 to 1.
  ///
  /// A code, its bits inverted, is a sign, three bits of exponent e and four of mantissa m: the magnitude, in 16-bit
  /// steps, is `((2 m + 33) << (e + 2)) - 132`.
  static let values: [Float] = (0..<256).map { code in
    let bits = ~code & 0xFF
    let magnitude = ((2 * (bits & 0xF) + 33) << ((bits >> 4 & 7) + 2)) - 132
    return Float(bits & 0x80 == 0 ? magnitude : -magnitude) / 0x1p15
  }
}
