import Engine

/// Numbers of one type with a shape, in row-major order: what array files hold.
public struct NumericArray: Sendable, Equatable {
  /// The extent of each axis, outermost first; a single number has no axes.
  public let shape: [Int]

  /// The numbers.
  public let elements: Elements

  /// Numbers of one of the types that files hold here.
  public enum Elements: Sendable, Equatable {
    case float32([Float])
    case int8([Int8])
    case uint8([UInt8])
    case int32([Int32])
    case uint32([UInt32])
    case int64([Int64])
  }

  /// The type of the numbers.
  public var type: NumericType {
    switch elements {
    case .float32: .float32
    case .int8: .int8
    case .uint8: .uint8
    case .int32: .int32
    case .uint32: .uint32
    case .int64: .int64
    }
  }

  /// Takes numbers in row-major order.
  ///
  /// - Precondition: they are as many as the shape holds.
  public init(shape: [Int], _ elements: Elements) {
    precondition(shape.reduce(1, *) == elements.count, "\(elements.count) numbers do not fill \(shape)")
    self.shape = shape
    self.elements = elements
  }

  /// The elements of a tensor.
  public init(_ tensor: Tensor) { self.init(shape: tensor.shape, .float32(tensor.values)) }

  /// The numbers as a tensor; nil unless they are 32-bit floats.
  public var tensor: Tensor? {
    guard case .float32(let values) = elements else { return nil }
    return Tensor(shape: shape, values: values)
  }
}

extension NumericArray.Elements {
  /// How many numbers there are.
  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .int8(let values): values.count
    case .uint8(let values): values.count
    case .int32(let values): values.count
    case .uint32(let values): values.count
    case .int64(let values): values.count
    }
  }

  /// The bytes of the numbers, each with its lowest byte first.
  var bytes: [UInt8] {
    switch self {
    case .float32(let values): values.flatMap { littleEndian($0.bitPattern) }
    case .int8(let values): values.map(UInt8.init(bitPattern:))
    case .uint8(let values): values
    case .int32(let values): values.flatMap { littleEndian($0) }
    case .uint32(let values): values.flatMap { littleEndian($0) }
    case .int64(let values): values.flatMap { littleEndian($0) }
    }
  }
}

/// A type of numbers that array files hold.
public enum NumericType: Sendable, CaseIterable {
  case float32, int8, uint8, int32, uint32, int64

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .float32, .int32, .uint32: 4
    case .int64: 8
    }
  }

  /// The numbers in bytes, each with its lowest byte first.
  func elements(_ bytes: ArraySlice<UInt8>) -> NumericArray.Elements {
    switch self {
    case .float32: .float32(littleEndianIntegers(bytes).map { Float(bitPattern: $0) })
    case .int8: .int8(bytes.map(Int8.init(bitPattern:)))
    case .uint8: .uint8(Array(bytes))
    case .int32: .int32(littleEndianIntegers(bytes))
    case .uint32: .uint32(littleEndianIntegers(bytes))
    case .int64: .int64(littleEndianIntegers(bytes))
    }
  }
}

/// Reads integers that lie one after the other, each with its lowest byte first.
func littleEndianIntegers<Integer: FixedWidthInteger>(
  _ bytes: ArraySlice<UInt8>, as type: Integer.Type = Integer.self
) -> [Integer] {
  bytes.withUnsafeBytes { buffer in
    stride(from: 0, to: buffer.count, by: MemoryLayout<Integer>.size).map {
      Integer(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: Integer.self))
    }
  }
}

/// The number of elements of a shape; nil when an extent is negative or there are more than 2^28.
func boundedCount(_ shape: [Int]) -> Int? {
  var count = 1
  for extent in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard !overflow, extent >= 0, product <= 1 << 28 else { return nil }
    count = product
  }
  return count
}
