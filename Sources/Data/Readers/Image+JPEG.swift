import Foundation

/// The format JPEG (ITU-T T.81), decoded by libturbojpeg where the machine has it.
///
/// The format has no checksums. A region that is damaged comes out as what its bytes say, as in other programs; the Oxford
/// pets have such a photograph. How a camera was held, which some files note beside the picture, is left out.
extension Image {
  /// Reads a JPEG file, gray or in color.
  ///
  /// - Throws: `DataError` for a file that is missing, damaged or cut off, and where libturbojpeg is not installed.
  public init(jpeg url: URL) throws(DataError) {
    try self.init(jpeg: ByteStream(contentsOf: url).rest(limit: Self.sampleLimit), file: url.path)
  }

  /// Reads the bytes of a JPEG file, gray or in color.
  ///
  /// - Parameter file: the name to use in errors.
  /// - Throws: `DataError` for bytes that are damaged or cut off, and where libturbojpeg is not installed.
  public init(jpeg bytes: [UInt8], file: String) throws(DataError) {
    try self.init(jpeg: bytes, file: file, library: .installed)
  }

  init(jpeg bytes: [UInt8], file: String, library: TurboJPEG?) throws(DataError) {
    guard bytes.starts(with: [0xFF, JPEGMarker.start]) else {
      throw .magic(file: file, expected: "a JPEG file")
    }
    guard let library else { throw .noJPEGLibrary(file: file) }
    // The library would fill up the picture with gray.
    guard JPEGMarker.isWhole(bytes) else { throw .jpeg(file: file, problem: "it ends inside the picture") }
    let header = try library.header(of: bytes, file: file)
    let channels = header.color == .gray ? 1 : 3
    // Both extents have 16 bits, so the product cannot overflow.
    guard (1...Self.sampleLimit).contains(header.height * header.width * channels) else {
      throw .size(file: file, shape: [header.height, header.width, channels])
    }
    guard let color = header.color, ![.cmyk, .ycck].contains(color) else {
      throw .jpeg(file: file, problem: "its colors are those of print (CMYK)")
    }
    let samples = try library.samples(of: bytes, header: header, channels: channels, file: file)
    self.init(
      height: header.height, width: header.width, channels: channels,
      pixels: samples.map { Float($0) / 255 })
  }
}

/// The bytes that follow 0xFF where something begins or ends.
private enum JPEGMarker {
  static let start: UInt8 = 0xD8
  private static let end: UInt8 = 0xD9
  private static let scan: UInt8 = 0xDA

  /// Whether the last scan of a file has an end.
  ///
  /// Inside a scan 0xFF is always followed by zero or by the number of a restart, so neither marker is there by chance.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    for index in bytes.indices.dropFirst().reversed() where bytes[index - 1] == 0xFF {
      if bytes[index] == end { return true }
      if bytes[index] == scan { return false }
    }
    return false
  }
}
