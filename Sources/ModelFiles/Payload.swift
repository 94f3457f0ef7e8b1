import Engine

/// How a tensor's values are stored.
struct TensorEntry: Codable, Equatable {
  var name: String?
  /// "f32", "i32", "i1" to "i8" for packed integers, or "h1" to "h8" for Huffman-coded ones.
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
    case "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8":
      Int(encoding.dropFirst())
    default: nil
    }
  }

  /// Whether the values are Huffman-coded.
  var isCoded: Bool { encoding.hasPrefix("h") }
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

  /// Writes the integers; Huffman-coded if that is asked for and takes fewer bytes.
  mutating func write(_ tensor: QuantizedTensor, coding: WeightCoding) -> TensorEntry {
    let packed = tensor.packedValues
    if coding == .huffman, let coded = CodedIntegers(tensor.values), coded.byteCount < packed.count {
      bytes += coded.table + coded.codes
      return TensorEntry(encoding: "h\(tensor.bits)", shape: tensor.shape)
    }
    bytes += packed
    return TensorEntry(encoding: "i\(tensor.bits)", shape: tensor.shape)
  }

  mutating func write(_ integers: [Int8]) -> TensorEntry {
    bytes += BitPacking.pack(integers, bits: 8)
    return TensorEntry(encoding: "i8", shape: [integers.count])
  }
}

/// Hands out tensors of a payload in the order in which they were written, and counts the bytes of each part.
///
/// Each begins where the one before it ended, so every byte belongs to exactly one tensor.
struct PayloadReader {
  let bytes: [UInt8]

  /// The bytes that were handed out, by what they hold.
  private(set) var size = FileSize()

  private var next = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func floats(
    _ entry: TensorEntry, name: String, as part: WritableKeyPath<FileSize, Int>
  ) throws(ModelFileError) -> Tensor {
    let slice = try take(entry, name: name, encoding: ["f32"], as: part)
    let values = words(slice).map { Float(bitPattern: $0) }
    return Tensor(shape: entry.shape, values: values)
  }

  mutating func integers(
    _ entry: TensorEntry, name: String, as part: WritableKeyPath<FileSize, Int>
  ) throws(ModelFileError) -> [Int32] {
    let slice = try take(entry, name: name, encoding: ["i32"], as: part)
    return words(slice).map { Int32(bitPattern: $0) }
  }

  /// Integers of 1 to 8 bits, packed or, if `allowsCodes`, Huffman-coded.
  mutating func integers(
    _ entry: TensorEntry, name: String, allowsCodes: Bool, as part: WritableKeyPath<FileSize, Int>
  ) throws(ModelFileError) -> [Int8] {
    if allowsCodes, entry.isCoded { return try codedIntegers(entry, name: name, as: part) }
    let slice = try take(entry, name: name, encoding: (1...8).map { "i\($0)" }, as: part)
    return BitPacking.unpack(slice, count: entry.shape.reduce(1, *), bits: entry.bits!)
  }

  /// Checks that all bytes were used.
  func finish() throws(ModelFileError) {
    guard next == bytes.count else { throw .trailingBytes(bytes.count - next) }
  }

  private mutating func codedIntegers(
    _ entry: TensorEntry, name: String, as part: WritableKeyPath<FileSize, Int>
  ) throws(ModelFileError) -> [Int8] {
    guard entry.bits != nil else { throw .tensor(name, reason: "encoding \(entry.encoding.prefix(16))") }
    let count = try valueCount(of: entry, name: name)
    let coded = try CodedIntegers(bytes[next...], count: count, name: name)
    size[keyPath: part] += coded.codes.count
    size.codeTables += coded.table.count
    next += coded.byteCount
    return coded.integers
  }

  private mutating func take(
    _ entry: TensorEntry, name: String, encoding: [String], as part: WritableKeyPath<FileSize, Int>
  ) throws(ModelFileError) -> ArraySlice<UInt8> {
    guard encoding.contains(entry.encoding), let bits = entry.bits else {
      throw .tensor(name, reason: "encoding \(entry.encoding.prefix(16)) where \(encoding) can stand")
    }
    let count = BitPacking.byteCount(try valueCount(of: entry, name: name), bits: bits)
    guard count <= bytes.count - next else {
      throw .tensor(name, reason: "it needs \(count) bytes, but \(bytes.count - next) are left")
    }
    defer { next += count }
    size[keyPath: part] += count
    return bytes[next..<next + count]
  }

  private func valueCount(of entry: TensorEntry, name: String) throws(ModelFileError) -> Int {
    var count = 1
    for extent in entry.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, extent >= 0, product <= 1 << 28 else {
        throw .tensor(name, reason: "its shape is negative or holds more than 2^28 values")
      }
      count = product
    }
    return count
  }

  private func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { readUInt32(bytes[$0..<$0 + 4]) }
  }
}
