extension QuantizedTensor {
  /// Rounds real numbers to the nearest integers, ties to even, with 0 at the integer 0.
  ///
  /// `scale = max|w| / (2^(bits-1) - 1)`, so the integers lie in `-(2^(bits-1)-1)...2^(bits-1)-1` and every
  /// value comes back to within half a scale. Where all weights are 0 the scale is 1.
  ///
  /// - Parameter bits: 2...8.
  /// - Throws: `QuantizationError` for other bits, blocks without weights, and a tensor that holds infinity or
  ///   what is not a number.
  public init(
    _ tensor: Tensor, bits: Int = 8, granularity: Granularity = .perChannel
  ) throws(QuantizationError) {
    let scales = try symmetricScales(of: tensor, bits: bits, granularity: granularity)
    try self.init(tensor, bits: bits, scales: scales, granularity: granularity)
  }

  /// Rounds real numbers to the nearest multiples of given scales, clamped to the symmetric range.
  init(
    _ tensor: Tensor, bits: Int, scales: [Float], granularity: Granularity
  ) throws(QuantizationError) {
    let limit = Float(1 << (bits - 1) - 1)
    let groups = try ScaleGroups(shape: tensor.shape, granularity: granularity)
    let values = tensor.withUnsafeBuffer { weights in
      weights.indices.map { position in
        let steps = weights[position] / scales[groups.index(of: position)]
        return Int8(min(max(steps.rounded(.toNearestOrEven), -limit), limit))
      }
    }
    try self.init(
      shape: tensor.shape, bits: bits, values: values, scales: scales, blockSize: granularity.blockSize)
  }

  /// Rounds real numbers to integers that are spread over each group's own range, which need not be
  /// symmetric: all `2^bits` integers are used, and a zero point for each scale makes 0 exact.
  ///
  /// Scale and zero point are those of `AffineParameters(covering:bits:)`. Weights that lie on one side of 0
  /// come back twice as exact as in the symmetric scheme. Integer kernels want symmetric weights, though: a
  /// weight's zero point would have to be multiplied with every input. Such weights serve weight-only programs.
  ///
  /// - Parameter bits: 2...8.
  /// - Throws: `QuantizationError` as the symmetric scheme.
  public static func affine(
    _ tensor: Tensor, bits: Int = 8, granularity: Granularity = .perChannel
  ) throws(QuantizationError) -> QuantizedTensor {
    guard (2...8).contains(bits) else { throw .bits(bits) }
    guard tensor.isFinite else { throw .notFinite }
    let groups = try ScaleGroups(shape: tensor.shape, granularity: granularity)
    let ranges = tensor.reduced(over: groups, from: (low: Float(0), high: Float(0))) { range, weight in
      range = (min(range.low, weight), max(range.high, weight))
    }
    let parameters = ranges.map { AffineParameters(covering: $0.low...$0.high, bits: bits) }
    let values = tensor.withUnsafeBuffer { weights in
      weights.indices.map { parameters[groups.index(of: $0)].quantize(weights[$0], bits: bits) }
    }
    return try QuantizedTensor(
      shape: tensor.shape, bits: bits, values: values, scales: parameters.map(\.scale),
      zeroPoints: parameters.map { Int8($0.zeroPoint) }, blockSize: granularity.blockSize)
  }
}

extension Granularity {
  /// The weights of a block; nil when scales are not shared by blocks.
  var blockSize: Int? {
    if case .blocks(let size) = self { size } else { nil }
  }
}

/// The symmetric scales of a tensor: `max|w| / (2^(bits-1) - 1)`, or 1 where all weights are 0.
func symmetricScales(
  of tensor: Tensor, bits: Int, granularity: Granularity
) throws(QuantizationError) -> [Float] {
  guard (2...8).contains(bits) else { throw .bits(bits) }
  guard tensor.isFinite else { throw .notFinite }
  let groups = try ScaleGroups(shape: tensor.shape, granularity: granularity)
  let largest = tensor.reduced(over: groups, from: Float(0)) { $0 = max($0, abs($1)) }
  return largest.map { magnitude in
    let scale = magnitude / Float(1 << (bits - 1) - 1)
    return scale > 0 ? scale : 1
  }
}
