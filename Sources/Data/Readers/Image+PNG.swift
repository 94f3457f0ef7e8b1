import Foundation

/// The format PNG, with 8 bits a sample and without interlacing, as most programs write it.
///
/// ```
/// 8 bytes of signature
/// chunks: 4 bytes of length, 4 of name, the content, 4 of CRC-32 over name and content; numbers highest byte first
///   "IHDR"   width 4, height 4, bits 1, color 1, compression 1, filter 1, interlacing 1
///   "PLTE"   the colors that a palette image points at, 3 bytes each
///   "IDAT"   compressed rows, each after a byte that names its filter; may be cut into several chunks
///   "IEND"   the end
/// ```
///
/// After the W3C's Portable Network Graphics specification (third edition, 2025). The compression is zlib's; libpng
/// would be one more package to install on Linux, and is not a part of macOS.
extension Image {
  /// Reads a PNG file; transparency is left out.
  ///
  /// - Throws: `DataError` for a file that is missing, damaged or stores its pixels in another way.
  public init(png url: URL) throws(DataError) {
    // Compression never needs more than the samples themselves and a little.
    try self.init(png: ByteStream(contentsOf: url).rest(limit: 2 * Self.sampleLimit), file: url.path)
  }

  /// Reads the bytes of a PNG file.
  ///
  /// - Parameter file: the name to use in errors.
  /// - Throws: `DataError` for bytes that are damaged or store pixels in another way.
  public init(png bytes: [UInt8], file: String) throws(DataError) {
    let raster = try PNGRaster(bytes, file: file)
    self.init(
      height: raster.height, width: raster.width, channels: raster.channels,
      pixels: raster.samples.map { Float($0) / 255 })
  }
}

/// The samples of a PNG file as they are stored, without transparency; a mask is such a file too.
struct PNGRaster {
  let height: Int
  let width: Int
  /// 1 for gray, 3 for color.
  let channels: Int
  let samples: [UInt8]

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  init(_ bytes: [UInt8], file: String) throws(DataError) {
    var cursor = ByteCursor(bytes, file: file)
    guard bytes.starts(with: Self.signature) else { throw .magic(file: file, expected: "a PNG file") }
    _ = try cursor.take(Self.signature.count)
    let first = try cursor.chunk()
    guard first.name == "IHDR", first.content.count == 13 else {
      throw .missingChunk(file: file, name: "IHDR")
    }
    let header = try PNGHeader(Array(first.content), at: first.offset, file: file)
    var palette: [UInt8] = []
    var packed: [UInt8] = []
    var chunk = try cursor.chunk()
    while chunk.name != "IEND" {
      if chunk.name == "PLTE" { palette = Array(chunk.content) }
      if chunk.name == "IDAT" { packed += chunk.content }
      chunk = try cursor.chunk()
    }
    guard !packed.isEmpty else { throw .missingChunk(file: file, name: "IDAT") }
    let stored = try header.rows(of: packed, file: file)
    (height, width) = (header.height, header.width)
    switch header.color {
    case .gray, .rgb:
      channels = header.color.samples
      samples = stored
    case .grayAlpha, .rgbAlpha:
      let (count, kept) = (header.color.samples, header.color.samples - 1)
      channels = kept
      samples = stored.indices.filter { $0 % count < kept }.map { stored[$0] }
    case .palette:
      guard let largest = stored.max(), 3 * Int(largest) + 2 < palette.count else {
        throw .missingChunk(file: file, name: "PLTE")
      }
      channels = 3
      samples = stored.flatMap { palette[3 * Int($0)..<3 * Int($0) + 3] }
    }
  }
}

/// The extents of a PNG image and how its samples are stored.
private struct PNGHeader {
  enum Color: Int {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgbAlpha = 6

    /// Stored samples a pixel.
    var samples: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgbAlpha: 4
      }
    }
  }

  let height: Int
  let width: Int
  let color: Color

  init(_ content: [UInt8], at offset: Int, file: String) throws(DataError) {
    var cursor = ByteCursor(content, file: file)
    width = try cursor.bigEndian(4)
    height = try cursor.bigEndian(4)
    let way = try Array(cursor.take(5))
    guard way[0] == 8, let color = Color(rawValue: Int(way[1])), way[2...] == [0, 0, 0] else {
      throw .encoding(
        file: file, offset: offset, found: "\(way[0]) bits, color \(way[1]), interlacing \(way[4])",
        supported: "PNG of 8 bits a sample, not interlaced")
    }
    self.color = color
    let (count, overflow) = height.multipliedReportingOverflow(by: width * color.samples)
    guard !overflow, count > 0, count <= Image.sampleLimit else {
      throw .size(file: file, shape: [height, width, color.samples])
    }
  }

  /// Unpacks the rows and undoes their filters.
  func rows(of packed: [UInt8], file: String) throws(DataError) -> [UInt8] {
    let length = width * color.samples
    let inflater = Inflater(.zlib)
    var rest = packed[...]
    var samples: [UInt8] = []
    var above = [UInt8](repeating: 0, count: length)
    for _ in 0..<height {
      // At most a row at a time, so a small file cannot fill the memory.
      var row: [UInt8] = []
      while row.count <= length {
        guard let bytes = inflater.unpack(&rest, upTo: min(length + 1 - row.count, 1 << 16)), !bytes.isEmpty
        else {
          throw .compression(file: file, offset: packed.count - rest.count)
        }
        row += bytes
      }
      let filter = row.removeFirst()
      guard PNGFilter.undo(filter, in: &row, above: above, step: color.samples) else {
        throw .compression(file: file, offset: packed.count - rest.count)
      }
      samples += row
      above = row
    }
    return samples
  }
}

/// How a row was turned into differences from its neighbors, so that it compresses better.
private enum PNGFilter {
  /// Adds to each byte what the filter predicted: from the pixel to the left, the one above, or both.
  ///
  /// - Returns: false for a filter that does not exist.
  static func undo(_ filter: UInt8, in row: inout [UInt8], above: [UInt8], step: Int) -> Bool {
    guard filter <= 4 else { return false }
    for index in row.indices where filter > 0 {
      let left = index >= step ? Int(row[index - step]) : 0
      let up = Int(above[index])
      let corner = index >= step ? Int(above[index - step]) : 0
      let prediction =
        switch filter {
        case 1: left
        case 2: up
        case 3: (left + up) / 2
        default: paeth(left, up, corner)
        }
      row[index] &+= UInt8(prediction)
    }
    return true
  }

  /// Of three neighbors the one nearest to `left + up - corner` (Paeth, 1991).
  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
    let estimate = left + up - corner
    let (a, b, c) = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    return a <= b && a <= c ? left : b <= c ? up : corner
  }
}

extension ByteCursor {
  /// The next chunk, its checksum verified.
  fileprivate mutating func chunk() throws(DataError) -> (
    name: String, offset: Int, content: ArraySlice<UInt8>
  ) {
    let start = offset
    let length = try bigEndian(4)
    let name = try name()
    guard length <= left - 4 else {
      throw .chunk(file: file, offset: start, name: name, length: length, left: max(0, left - 4))
    }
    let content = try take(length)
    let checksum = Int(crc32(bytes[start + 4..<offset]))
    guard try bigEndian(4) == checksum else { throw .checksum(file: file, offset: start, name: name) }
    return (name, start, content)
  }
}
