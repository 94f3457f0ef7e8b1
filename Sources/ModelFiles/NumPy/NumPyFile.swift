/// One array in NumPy's own file format, `.npy`.
///
/// ```
/// bytes 0..<6     93 "NUMPY"
/// bytes 6..<8     version: 1.0, or 2.0 where the header is long
/// then            bytes in the header: 2 of them in version 1.0, 4 from 2.0 on
/// header          a Python dictionary: 'descr' (type), 'fortran_order', 'shape'; padded with spaces, ends with a newline
/// the rest        the numbers, row-major, or column-major in Fortran order
/// ```
/// The numbers begin at a multiple of 64 bytes. Types: `<f4`, `|i1`, `|u1`, `<i4`, `<u4`, `<i8`. Bytes from anywhere
/// are safe to read: what is wrong with them becomes a `NumPyError`.
public enum NumPyFile {
  private static let magic = [0x93] + Array("NUMPY".utf8)

  /// The bytes of a file that holds an array.
  public static func encode(_ array: NumericArray) -> [UInt8] {
    let extents = array.shape.map(String.init).joined(separator: ", ")
    // A tuple of one has a comma.
    let shape = array.shape.count == 1 ? extents + "," : extents
    let text = "{'descr': '\(array.type.numPyName)', 'fortran_order': False, 'shape': (\(shape)), }"
    // An array has at most a few dozen axes, so the header's length fits version 1.0.
    let prefix = magic.count + 4
    let total = (prefix + text.utf8.count + 1 + 63) / 64 * 64
    let padding = String(repeating: " ", count: total - prefix - text.utf8.count - 1)
    return magic + [1, 0] + littleEndian(UInt16(total - prefix)) + Array((text + padding + "\n").utf8)
      + array.elements.bytes
  }

  /// The array that a file holds; one in Fortran order is brought into row-major order.
  ///
  /// - Throws: `NumPyError` when it is not such a file, was cut off, or holds other types.
  public static func decode(_ bytes: [UInt8]) throws(NumPyError) -> NumericArray {
    guard bytes.starts(with: magic) else { throw .notNumPy }
    guard bytes.count >= 12 else { throw .truncated(expected: 12, actual: bytes.count) }
    let (major, minor) = (Int(bytes[6]), Int(bytes[7]))
    guard (1...3).contains(major), minor == 0 else { throw .version(major: major, minor: minor) }
    let headerStart = major == 1 ? 10 : 12
    let dataStart = headerStart + Int(readUInt32(bytes[8..<headerStart]))
    guard bytes.count >= dataStart else { throw .truncated(expected: dataStart, actual: bytes.count) }

    var reader = NumPyHeaderReader(bytes: bytes[headerStart..<dataStart])
    let header = try reader.read()
    guard let type = NumericType.allCases.first(where: { $0.numPyName == header.type }) else {
      throw .type(String(header.type.prefix(16)))
    }
    guard header.shape.count <= 64, let count = boundedCount(header.shape) else { throw .shape(header.shape) }
    let end = dataStart + count * type.size
    guard bytes.count >= end else { throw .truncated(expected: end, actual: bytes.count) }
    guard bytes.count == end else { throw .trailingBytes(bytes.count - end) }
    var slice = bytes[dataStart...]
    if header.isFortranOrder, header.shape.count > 1 {
      slice = rowMajor(slice, shape: header.shape, size: type.size)[...]
    }
    return NumericArray(shape: header.shape, type.elements(slice))
  }

  /// Elements of `size` bytes, whose first axis runs fastest, in the order in which the last one does.
  private static func rowMajor(_ bytes: ArraySlice<UInt8>, shape: [Int], size: Int) -> [UInt8] {
    var strides: [Int] = []
    var stride = size
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = [Int](repeating: 0, count: shape.count)
    for _ in 0..<bytes.count / size {
      let from = bytes.startIndex + zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
      result += bytes[from..<from + size]
      for axis in shape.indices.reversed() {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
      }
    }
    return result
  }
}

extension NumericType {
  /// The name of the type in the format.
  fileprivate var numPyName: String {
    switch self {
    case .float32: "<f4"
    case .int8: "|i1"
    case .uint8: "|u1"
    case .int32: "<i4"
    case .uint32: "<u4"
    case .int64: "<i8"
    }
  }
}
