/// The real number that +1 stands for when weights become binary or ternary.
public enum MagnitudeScale: Sendable, Hashable, CaseIterable {
  /// The mean of `|w|` over the weights that do not become 0: of all scales, the one with the smallest squared
  /// error.
  case mean

  /// The largest `|w|`.
  case max
}

extension QuantizedTensor {
  /// Keeps the sign of each weight: +1 or -1, in 1 bit, times a scale.
  ///
  /// 0 becomes +1. With the mean as scale, these are the binary weights of Rastegari et al., "XNOR-Net" (2016).
  /// Where all weights are 0 the scale is the smallest normal number, as 1 bit cannot say 0.
  ///
  /// - Throws: `QuantizationError` for blocks without weights and a tensor that holds infinity or what is not a
  ///   number.
  public static func binary(
    _ tensor: Tensor, scale: MagnitudeScale = .mean, granularity: Granularity = .perChannel
  ) throws(QuantizationError) -> QuantizedTensor {
    try signs(of: tensor, bits: 1, scale: scale, granularity: granularity, threshold: 0)
  }

  /// Keeps the sign of large weights and makes the others 0: +1, 0 or -1, in 2 bits, times a scale.
  ///
  /// A weight is large when `|w| > 0.7 * mean|w|`, the mean being that of its group. With the mean of the large
  /// ones as scale, these are the ternary weights of Li and Liu, "Ternary weight networks" (2016).
  ///
  /// - Throws: `QuantizationError` as `binary`.
  public static func ternary(
    _ tensor: Tensor, scale: MagnitudeScale = .mean, granularity: Granularity = .perChannel
  ) throws(QuantizationError) -> QuantizedTensor {
    try signs(of: tensor, bits: 2, scale: scale, granularity: granularity, threshold: 0.7)
  }

  /// The sign of each weight whose magnitude is above `threshold` times its group's mean magnitude.
  private static func signs(
    of tensor: Tensor, bits: Int, scale: MagnitudeScale, granularity: Granularity, threshold: Double
  ) throws(QuantizationError) -> QuantizedTensor {
    guard tensor.isFinite else { throw .notFinite }
    let groups = try ScaleGroups(shape: tensor.shape, granularity: granularity)
    let all = magnitudes(of: tensor, groups) { _, _ in true }
    let thresholds = all.map { threshold * $0.mean }
    let isLarge = { (position: Int, magnitude: Float) in
      bits == 1 || Double(magnitude) > thresholds[groups.index(of: position)]
    }
    let scales = magnitudes(of: tensor, groups, where: isLarge).map { large in
      let scale = Float(scale == .mean ? large.mean : Double(large.largest))
      return max(scale, bits == 1 ? .leastNormalMagnitude : scale > 0 ? scale : 1)
    }
    let values = tensor.withUnsafeBuffer { weights in
      weights.indices.map { position -> Int8 in
        isLarge(position, abs(weights[position])) ? (weights[position] < 0 ? -1 : 1) : 0
      }
    }
    return try QuantizedTensor(
      shape: tensor.shape, bits: bits, values: values, scales: scales, blockSize: granularity.blockSize)
  }

  /// Of each group, the magnitudes that count.
  private static func magnitudes(
    of tensor: Tensor, _ groups: ScaleGroups, where counts: (Int, Float) -> Bool
  ) -> [Magnitudes] {
    var result = [Magnitudes](repeating: Magnitudes(), count: groups.count)
    tensor.withUnsafeBuffer { weights in
      for position in weights.indices where counts(position, abs(weights[position])) {
        result[groups.index(of: position)].include(abs(weights[position]))
      }
    }
    return result
  }
}

/// The mean and the largest of some magnitudes.
private struct Magnitudes {
  private var sum = 0.0
  private var count = 0
  private(set) var largest: Float = 0

  var mean: Double { count == 0 ? 0 : sum / Double(count) }

  mutating func include(_ magnitude: Float) {
    sum += Double(magnitude)
    count += 1
    largest = max(largest, magnitude)
  }
}
