/// Integers of 1 to 8 bits with the scales that make them real numbers: `real = scale * (integer - zeroPoint)`.
///
/// In a symmetric scheme every zero point is 0. One scale serves the whole tensor, or each index of the last
/// axis (the outputs of a layer) has its own, or each block of an output's weights.
public struct QuantizedTensor: Sendable, Equatable {
  /// The extent of each axis.
  public let shape: [Int]

  /// Bits of one value, 1...8.
  public let bits: Int

  /// The integers in row-major order, in `-2^(bits-1)...2^(bits-1)-1`; with 1 bit, +1 and -1.
  public let values: [Int8]

  /// The scales: one, or `[outputs]`, or `[blocks, outputs]`; positive and finite.
  public let scales: [Float]

  /// The integers that stand for 0, one for each scale; empty in a symmetric scheme, where all are 0.
  public let zeroPoints: [Int8]

  /// How many neighboring weights of an output share a scale; nil when all of them do.
  public let blockSize: Int?

  /// Takes integers and scales as they are.
  ///
  /// - Throws: `QuantizationError` when counts, bits, values or scales are not what the properties promise.
  public init(
    shape: [Int], bits: Int, values: [Int8], scales: [Float], zeroPoints: [Int8] = [], blockSize: Int? = nil
  ) throws(QuantizationError) {
    guard (1...8).contains(bits) else { throw .bits(bits) }
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) == values.count else {
      throw .valueCount(shape: shape, actual: values.count)
    }
    let granularity = blockSize.map(Granularity.blocks) ?? (scales.count == 1 ? .perTensor : .perChannel)
    guard scales.count == (try ScaleGroups(shape: shape, granularity: granularity).count) else {
      throw .scaleCount(shape: shape, actual: scales.count)
    }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw .scale }
    let range = Self.range(bits: bits)
    if let value = values.first(where: { !range.contains($0) || (bits == 1 && $0 == 0) }) {
      throw .value(Int(value), bits: bits)
    }
    guard zeroPoints.isEmpty || (zeroPoints.count == scales.count && zeroPoints.allSatisfy(range.contains))
    else { throw .zeroPoints(scales: scales.count, actual: zeroPoints.count) }
    self.shape = shape
    self.bits = bits
    self.values = values
    self.scales = scales
    self.zeroPoints = zeroPoints
    self.blockSize = blockSize
  }

  /// How many weights share a scale.
  public var granularity: Granularity {
    blockSize.map(Granularity.blocks) ?? (scales.count == 1 ? .perTensor : .perChannel)
  }

  /// The real numbers that the integers stand for.
  public func dequantized() -> Tensor {
    let groups = groups
    var result = Tensor(uninitialized: shape)
    result.withUnsafeMutableBuffer { reals in
      for position in values.indices {
        let group = groups.index(of: position)
        let zero = zeroPoints.isEmpty ? 0 : Int(zeroPoints[group])
        reals[position] = scales[group] * Float(Int(values[position]) - zero)
      }
    }
    return result
  }

  /// The integers without gaps, as files store them.
  public var packedValues: [UInt8] { BitPacking.pack(values, bits: bits) }

  /// The bytes that integers, scales (4 each) and zero points (1 each) take in a file.
  public var byteCount: Int {
    BitPacking.byteCount(values.count, bits: bits) + 4 * scales.count + zeroPoints.count
  }

  /// The scale of each weight.
  private var groups: ScaleGroups {
    // The initializer has checked that the shape has such groups.
    try! ScaleGroups(shape: shape, granularity: granularity)
  }

  /// The integers that so many bits hold.
  static func range(bits: Int) -> ClosedRange<Int8> {
    bits == 1 ? -1...1 : Int8(-(1 << (bits - 1)))...Int8(1 << (bits - 1) - 1)
  }
}
