import Foundation

/// libturbojpeg, which decodes JPEG.
///
/// It is opened when the first JPEG file is read, so that nobody needs it to build codelab or to run what ships with it.
/// The functions are those of version 2, which version 3 has as well (https://libjpeg-turbo.org/Documentation).
struct TurboJPEG: Sendable {
  /// The library; nil where the machine has none.
  static let installed = TurboJPEG(libraries: [
    "libturbojpeg.so.0", "libturbojpeg.dylib", "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib",
  ])

  /// How the values of a file stand for colors; the numbers are the library's.
  enum Color: Int32 {
    case rgb = 0
    case yCbCr = 1
    case gray = 2
    case cmyk = 3
    case ycck = 4
  }

  /// What the header of a file says.
  struct Header {
    let height: Int
    let width: Int
    let color: Color?
  }

  private typealias Handle = UnsafeMutableRawPointer
  private typealias Bytes = UnsafePointer<UInt8>
  private typealias Result = UnsafeMutablePointer<Int32>
  private typealias Begin = @convention(c) @Sendable () -> Handle?
  private typealias ReadHeader =
    @convention(c) @Sendable (Handle, Bytes?, CUnsignedLong, Result, Result, Result, Result) -> Int32
  private typealias Decompress =
    @convention(c) @Sendable (
      Handle, Bytes?, CUnsignedLong, UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32, Int32, Int32
    ) -> Int32
  private typealias End = @convention(c) @Sendable (Handle) -> Int32
  private typealias GetText = @convention(c) @Sendable (Handle) -> UnsafePointer<CChar>?

  private let begin: Begin
  private let end: End
  private let readHeader: ReadHeader
  private let decompress: Decompress
  private let message: GetText

  /// Opens the first of the libraries that is there, if it has all the functions.
  init?(libraries: [String]) {
    guard let library = libraries.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first,
      let begin = dlsym(library, "tjInitDecompress"), let end = dlsym(library, "tjDestroy"),
      let readHeader = dlsym(library, "tjDecompressHeader3"),
      let decompress = dlsym(library, "tjDecompress2"),
      let message = dlsym(library, "tjGetErrorStr2")
    else { return nil }
    self.begin = unsafeBitCast(begin, to: Begin.self)
    self.end = unsafeBitCast(end, to: End.self)
    self.readHeader = unsafeBitCast(readHeader, to: ReadHeader.self)
    self.decompress = unsafeBitCast(decompress, to: Decompress.self)
    self.message = unsafeBitCast(message, to: GetText.self)
  }

  /// What the header of a file says.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: the name to use in errors.
  /// - Throws: `DataError.jpeg` in the library's own words.
  func header(of bytes: [UInt8], file: String) throws(DataError) -> Header {
    var (width, height, subsampling, color) = (Int32(0), Int32(0), Int32(0), Int32(0))
    try run(file) { handle in
      readHeader(handle, bytes, CUnsignedLong(bytes.count), &width, &height, &subsampling, &color)
    }
    return Header(height: Int(height), width: Int(width), color: Color(rawValue: color))
  }

  /// The samples of a file, `[height][width][channels]`.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - header: what its header says.
  ///   - channels: 1 for gray, 3 for red, green and blue.
  ///   - file: the name to use in errors.
  /// - Throws: `DataError.jpeg` in the library's own words.
  func samples(
    of bytes: [UInt8], header: Header, channels: Int, file: String
  ) throws(DataError) -> [UInt8] {
    let (rgb, gray): (Int32, Int32) = (0, 6)
    // Accurate arithmetic, and no file of thousands of scans, each of which would go through the whole image.
    let (accurate, limitScans): (Int32, Int32) = (4096, 32_768)
    var samples = [UInt8](repeating: 0, count: header.height * header.width * channels)
    try run(file) { handle in
      samples.withUnsafeMutableBufferPointer { samples in
        decompress(
          handle, bytes, CUnsignedLong(bytes.count), samples.baseAddress, Int32(header.width), 0,
          Int32(header.height), channels == 1 ? gray : rgb, accurate | limitScans)
      }
    }
    return samples
  }

  /// Calls a function of the library, which gives 0 when all is well.
  ///
  /// It also gives -1 after a warning, which tells of damage through which it found its way. What it says last is about an
  /// error if there was one.
  private func run(_ file: String, _ function: (Handle) -> Int32) throws(DataError) {
    guard let handle = begin() else { throw .jpeg(file: file, problem: "libturbojpeg cannot start") }
    defer { _ = end(handle) }
    guard function(handle) != 0 else { return }
    let problem = message(handle).map { String(cString: $0) } ?? "no reason given"
    guard problem.hasPrefix("Corrupt JPEG data") else { throw .jpeg(file: file, problem: problem) }
  }
}
