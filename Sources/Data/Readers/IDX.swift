import Foundation

/// An array of unsigned bytes in the IDX format of the MNIST files.
///
/// ```
/// bytes 0..<4           0, 0, 8 (unsigned bytes), number of axes
/// 4 bytes an axis       its extent, highest byte first
/// then                  the elements, row-major
/// ```
///
/// The whole may be a gzip file, as MNIST is distributed.
public struct IDX: Sendable, Equatable {
  /// The extent of each axis, outermost first.
  public let shape: [Int]

  /// The elements in row-major order.
  public let bytes: [UInt8]

  /// The most elements a file may announce; more is taken for damage.
  private static let sizeLimit = 1 << 30

  /// Reads a file.
  ///
  /// - Parameter rank: the number of axes it must have; MNIST's labels have 1, its images 3.
  /// - Throws: `DataError` for a file that is missing or is anything but a whole IDX file of that rank.
  public init(contentsOf url: URL, rank: Int) throws(DataError) {
    try self.init(ByteStream(contentsOf: url), rank: rank)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter file: the name to use in errors.
  /// - Throws: `DataError` for anything but a whole IDX file with `rank` axes.
  public init(_ data: [UInt8], rank: Int, file: String) throws(DataError) {
    try self.init(ByteStream(data, file: file), rank: rank)
  }

  /// Takes no more from the stream than its header announces, so a small compressed file cannot fill the memory.
  private init(_ stream: ByteStream, rank: Int) throws(DataError) {
    let file = stream.file
    let magic: [UInt8] = [0, 0, 8, UInt8(rank)]
    let start = 4 + 4 * rank
    let header = try stream.collect(start)
    guard !header.starts(with: magic.reversed()) else {
      throw .byteOrder(file: file, expected: "an IDX file, highest byte first")
    }
    guard header.starts(with: magic.prefix(header.count)) else {
      throw .magic(file: file, expected: "an IDX file of unsigned bytes with \(rank) axes")
    }
    guard header.count == start else { throw .truncated(file: file, expected: start, actual: header.count) }
    let shape = (1...rank).map { axis in header[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) } }
    var count = 1
    for extent in shape {
      // Extents have 32 bits and the product so far 30, so this cannot overflow.
      count *= extent
      guard count > 0, count <= Self.sizeLimit else { throw .size(file: file, shape: shape) }
    }
    self.shape = shape
    bytes = try stream.collect(count)
    guard bytes.count == count else {
      throw .truncated(file: file, expected: start + count, actual: start + bytes.count)
    }
    guard try stream.next(upTo: 1).isEmpty else { throw .trailingBytes(file: file, offset: start + count) }
  }
}
