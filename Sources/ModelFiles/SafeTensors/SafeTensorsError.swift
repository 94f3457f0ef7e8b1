/// Why bytes are not a safetensors file that can be used.
public enum SafeTensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file ends too early.
  case truncated(expected: Int, actual: Int)

  /// The header claims more bytes than the format allows.
  case headerTooLong(UInt64)

  /// The header is not the JSON that it should be; the offset counts from the start of the file.
  case header(offset: Int, reason: String)

  /// An array is not described by a usable type, shape and place.
  case tensor(String, reason: String)

  /// Bytes follow the last array.
  case trailingBytes(Int)

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .truncated(let expected, let actual):
      "the file is cut off: \(actual) bytes of at least \(expected)"
    case .headerTooLong(let count):
      "this is not a safetensors file: its header would take \(count) bytes, and 100,000,000 are the limit"
    case .header(let offset, let reason): "the header cannot be used: at byte \(offset) \(reason)"
    case .tensor(let name, let reason): "\"\(name)\" cannot be used: \(reason)"
    case .trailingBytes(let count): "\(count) bytes follow the last array"
    }
  }
}
