import Engine

/// A file of named arrays in the safetensors format of Hugging Face, which PyTorch and others read.
///
/// ```
/// bytes 0..<8     bytes in the header, N
/// bytes 8..<8+N   header: a JSON object that gives each array its type, shape and place; padded with spaces
/// the rest        the arrays, without gaps, little-endian, row-major
/// ```
/// Only numbers are in such a file, so reading it runs no code. Bytes from anywhere are safe to read: what is wrong
/// with them becomes a `SafeTensorsError`.
public struct SafeTensors: Sendable, Equatable {
  /// The arrays by name.
  public var arrays: [String: NumericArray]

  /// Notes for people, by name.
  public var metadata: [String: String]

  /// Takes arrays and notes.
  public init(_ arrays: [String: NumericArray], metadata: [String: String] = [:]) {
    self.arrays = arrays
    self.metadata = metadata
  }

  /// The bytes of the file; the same arrays give the same bytes.
  ///
  /// Types of more bytes come first, so that every array is aligned to its type; then names in order.
  public var bytes: [UInt8] {
    let sorted = arrays.sorted { left, right in
      let sizes = (left.value.type.size, right.value.type.size)
      return sizes.0 == sizes.1 ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8) : sizes.0 > sizes.1
    }
    var members: [String] = []
    if !metadata.isEmpty {
      let notes = metadata.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }
      members.append("\"__metadata__\":{\(notes.joined(separator: ","))}")
    }
    var data: [UInt8] = []
    for (name, array) in sorted {
      let begin = data.count
      data += array.elements.bytes
      let shape = array.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(json(name)):{\"dtype\":\"\(array.type.safeTensorsName)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(data.count)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    return littleEndian(UInt64(header.count)) + header + data
  }

  /// Reads a file.
  ///
  /// - Throws: `SafeTensorsError` when it is not one, was cut off, or contradicts itself.
  public init(_ bytes: [UInt8]) throws(SafeTensorsError) {
    guard bytes.count >= 8 else { throw .truncated(expected: 8, actual: bytes.count) }
    let count = UInt64(littleEndianIntegers(bytes[..<8], as: UInt64.self)[0])
    guard count <= Self.headerLimit else { throw .headerTooLong(count) }
    let dataStart = 8 + Int(count)
    guard bytes.count >= dataStart else { throw .truncated(expected: dataStart, actual: bytes.count) }
    var reader = SafeTensorsHeaderReader(bytes: bytes[8..<dataStart])
    let header = try reader.read()

    arrays = [:]
    metadata = header.metadata
    var end = 0
    for entry in header.entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard let type = NumericType.allCases.first(where: { $0.safeTensorsName == entry.type }) else {
        throw .tensor(entry.name, reason: "its type \(entry.type.prefix(16)) cannot be read here")
      }
      guard let count = boundedCount(entry.shape) else {
        throw .tensor(entry.name, reason: "its shape is negative or holds more than 2^28 numbers")
      }
      guard entry.begin == end else {
        throw .tensor(
          entry.name, reason: "it begins at byte \(entry.begin) of the data, where byte \(end) is next")
      }
      guard entry.end >= entry.begin, entry.end - entry.begin == count * type.size else {
        throw .tensor(
          entry.name,
          reason: "it has the bytes \(entry.begin)..<\(entry.end), but its shape takes \(count * type.size)")
      }
      guard entry.end <= bytes.count - dataStart else {
        throw .truncated(expected: dataStart + entry.end, actual: bytes.count)
      }
      end = entry.end
      let slice = bytes[dataStart + entry.begin..<dataStart + entry.end]
      arrays[entry.name] = NumericArray(shape: entry.shape, type.elements(slice))
    }
    guard dataStart + end == bytes.count else { throw .trailingBytes(bytes.count - dataStart - end) }
  }

  /// The longest header that the format allows.
  static let headerLimit: UInt64 = 100_000_000
}

extension NumericType {
  /// The name of the type in the format.
  fileprivate var safeTensorsName: String {
    switch self {
    case .float32: "F32"
    case .int8: "I8"
    case .uint8: "U8"
    case .int32: "I32"
    case .uint32: "U32"
    case .int64: "I64"
    }
  }
}

/// A text as JSON.
private func json(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{0}"..<"\u{20}":
      let hex = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
