/// Collects a message in the encoding of Protocol Buffers: fields with a number, one after the other.
///
/// Only what ONNX files need: variable-length integers, floats, and fields of a known length. A field is its number and
/// wire type in one integer, then the value (protobuf.dev, "Encoding").
struct Protobuf {
  private(set) var bytes: [UInt8] = []

  /// An integer, seven bits a byte; negative ones take ten bytes.
  mutating func write(_ field: Int, _ value: Int) {
    writeVarint(UInt64(field) << 3)
    writeVarint(UInt64(bitPattern: Int64(value)))
  }

  /// A 32-bit float.
  mutating func write(_ field: Int, _ value: Float) {
    writeVarint(UInt64(field) << 3 | 5)
    bytes += littleEndian(value.bitPattern)
  }

  /// Bytes of a known length.
  mutating func write(_ field: Int, _ value: [UInt8]) {
    writeVarint(UInt64(field) << 3 | 2)
    writeVarint(UInt64(value.count))
    bytes += value
  }

  /// Text.
  mutating func write(_ field: Int, _ value: String) { write(field, Array(value.utf8)) }

  /// A message inside the message.
  mutating func write(_ field: Int, _ content: (inout Protobuf) -> Void) {
    var message = Protobuf()
    content(&message)
    write(field, message.bytes)
  }

  private mutating func writeVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
