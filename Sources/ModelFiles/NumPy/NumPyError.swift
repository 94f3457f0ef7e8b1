/// Why bytes are not an npy file that can be used.
public enum NumPyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as an npy file does.
  case notNumPy

  /// A version of the format that is not known here.
  case version(major: Int, minor: Int)

  /// The file ends too early.
  case truncated(expected: Int, actual: Int)

  /// The header is not the dictionary that it should be; the offset counts from the start of the file.
  case header(offset: Int, reason: String)

  /// A type of numbers that cannot be read here.
  case type(String)

  /// The shape has more axes or holds more numbers than can be read.
  case shape([Int])

  /// Bytes follow the last number.
  case trailingBytes(Int)

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .notNumPy: "this is not an .npy file"
    case .version(let major, let minor):
      "the file has version \(major).\(minor) of the npy format; versions 1.0, 2.0 and 3.0 can be read"
    case .truncated(let expected, let actual):
      "the file is cut off: \(actual) bytes of at least \(expected)"
    case .header(let offset, let reason): "the header cannot be used: at byte \(offset) \(reason)"
    case .type(let type):
      "its numbers are of the type '\(type)'; '<f4', '|i1', '|u1', '<i4', '<u4' and '<i8' can be read: "
        + "convert them with array.astype('<f4')"
    case .shape(let shape): "its shape \(shape.prefix(8)) has more than 64 axes or 2^28 numbers"
    case .trailingBytes(let count): "\(count) bytes follow the last number"
    }
  }
}
