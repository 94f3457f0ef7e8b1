import Foundation

/// An array of unsigned bytes in the IDX format of the MNIST files.
///
/// ```
/// bytes 0..<4           0, 0, 8 (unsigned bytes), number of axes
/// 4 bytes an axis       its extent, highest byte first
/// then                  the elements, row-major
/// ```
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
    guard let data = try? Data(contentsOf: url) else { throw .unreadable(file: url.path) }
    try self.init(Array(data), rank: rank, file: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter file: the name to use in errors.
  /// - Throws: `DataError` for anything but a whole IDX file with `rank` axes.
  public init(_ data: [UInt8], rank: Int, file: String) throws(DataError) {
    guard data.starts(with: [0, 0, 8, UInt8(rank)].prefix(data.count)) else {
      throw .magic(file: file, expected: "an IDX file of unsigned bytes with \(rank) axes")
    }
    let start = 4 + 4 * rank
    guard data.count >= start else { throw .truncated(file: file, expected: start, actual: data.count) }
    let shape = (0..<rank).map { axis in
      data[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
    }
    var count = 1
    for extent in shape {
      // Extents have 32 bits and the product so far 30, so this cannot overflow.
      count *= extent
      guard count > 0, count <= Self.sizeLimit else { throw .size(file: file, shape: shape) }
    }
    guard data.count >= start + count else {
      throw .truncated(file: file, expected: start + count, actual: data.count)
    }
    guard data.count == start + count else {
      throw .trailingBytes(file: file, count: data.count - start - count)
    }
    self.shape = shape
    bytes = Array(data[start...])
  }
}
