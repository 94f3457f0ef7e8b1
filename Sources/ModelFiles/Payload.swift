import Engine

/// How a tensor's values are stored.
struct TensorEntry: Codable, Equatable {
  var name: String?
  /// "f32", "i32", or "i1" to "i8".
  var encoding: String
  var shape: [Int]

  init(name: String? = nil, encoding: String, shape: [Int]) {
    self.name = name
    self.encoding = encoding
    self.shape = shape
  }

  init(name: String, _ entry: TensorEntry) {
    self = entry
    self.name = name
  }

  /// Bits of one value; nil for an unknown encoding.
  var bits: Int? {
    switch encoding {
    case "f32", "i32": 32
    case "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8": Int(encoding.dropFirst())
    default: nil
    }
  }

  /// The bytes of the values in the payload of a file that was read; 0 for an unknown encoding.
  var byteCount: Int { bits.map { BitPacking.byteCount(shape.reduce(1, *), bits: $0) } ?? 0 }
}

/// Collects tensors as bytes, one after another.
struct PayloadWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ tensor: Tensor) -> TensorEntry {
    write(floats: tensor.values, shape: tensor.shape)
  }

  mutating func write(floats: [Float], shape: [Int]) -> TensorEntry {
    for value in floats { bytes += littleEndian(value.bitPattern) }
    return TensorEntry(encoding: "f32", shape: shape)
  }

  mutating func write(_ integers: [Int32]) -> TensorEntry {
    for value in integers { bytes += littleEndian(value) }
    return TensorEntry(encoding: "i32", shape: [integers.count])
  }

  mutating func write(_ tensor: QuantizedTensor) -> TensorEntry {
    bytes += tensor.packedValues
    return TensorEntry(encoding: "i\(tensor.bits)", shape: tensor.shape)
  }

  mutating func write(_ integers: [Int8]) -> TensorEntry {
    bytes += BitPacking.pack(integers, bits: 8)
    return TensorEntry(encoding: "i8", shape: [integers.count])
  }
}

/// Hands out tensors of a payload in the order in which they were written.
///
/// Each begins where the one before it ended, so every byte belongs to exactly one tensor.
struct PayloadReader {
  let bytes: [UInt8]
  private var next = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func floats(_ entry: TensorEntry, name: String) throws(ModelFileError) -> Tensor {
    let slice = try take(entry, name: name, encoding: ["f32"])
    let values = words(slice).map { Float(bitPattern: $0) }
    return Tensor(shape: entry.shape, values: values)
  }

  mutating func integers(_ entry: TensorEntry, name: String) throws(ModelFileError) -> [Int32] {
    let slice = try take(entry, name: name, encoding: ["i32"])
    return words(slice).map { Int32(bitPattern: $0) }
  }

  mutating func packed(_ entry: TensorEntry, name: String) throws(ModelFileError) -> [Int8] {
    let slice = try take(entry, name: name, encoding: (1...8).map { "i\($0)" })
    return BitPacking.unpack(slice, count: entry.shape.reduce(1, *), bits: entry.bits!)
  }

  /// Checks that all bytes were used.
  func finish() throws(ModelFileError) {
    guard next == bytes.count else { throw .trailingBytes(bytes.count - next) }
  }

  private mutating func take(
    _ entry: TensorEntry, name: String, encoding: [String]
  ) throws(ModelFileError) -> ArraySlice<UInt8> {
    guard encoding.contains(entry.encoding), let bits = entry.bits else {
      throw .tensor(name, reason: "encoding \(entry.encoding.prefix(16)) where \(encoding) can stand")
    }
    var count = 1
    for extent in entry.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, extent >= 0, product <= 1 << 28 else {
        throw .tensor(name, reason: "its shape is negative or holds more than 2^28 values")
      }
      count = product
    }
    let size = BitPacking.byteCount(count, bits: bits)
    guard size <= bytes.count - next else {
      throw .tensor(name, reason: "it needs \(size) bytes, but \(bytes.count - next) are left")
    }
    defer { next += size }
    return bytes[next..<next + size]
  }

  private func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { readUInt32(bytes[$0..<$0 + 4]) }
  }
}
