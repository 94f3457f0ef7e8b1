import Foundation

extension MagnitudeHistogram {
  /// What is left when half of the other `100 - share` percent are cut off at each end.
  ///
  /// - Parameter all: the extremes of the values, which the range does not leave.
  func percentileRange(_ share: Double, within all: ClosedRange<Float>) -> ClosedRange<Float> {
    let bins = bins
    let total = Double(bins.reduce(0) { $0 + $1.count })
    let cut = total * (100 - share) / 200
    /// The place that so many values lie before.
    func place(_ rank: Double) -> Double {
      var before = 0.0
      for bin in bins {
        let count = Double(bin.count)
        if before + count >= rank { return bin.low + (bin.high - bin.low) * (rank - before) / count }
        before += count
      }
      return bins[bins.count - 1].high
    }
    return range(Float(place(cut)), Float(place(total - cut)), within: all)
  }

  /// The candidate with the least squared error of 8-bit integers.
  func leastErrorRange(within all: ClosedRange<Float>) -> ClosedRange<Float> {
    let parts = 64
    let values = bins.map { (middle: Float(($0.low + $0.high) / 2), count: Double($0.count)) }
    let lows = all.lowerBound < 0 ? (0..<parts).map { drawnIn(all.lowerBound, $0, of: parts) } : [0]
    let highs = all.upperBound > 0 ? (0..<parts).map { drawnIn(all.upperBound, $0, of: parts) } : [0]
    var best = (error: Double.infinity, range: all)
    for low in lows {
      for high in highs {
        let error = squaredError(of: values, AffineParameters(covering: low...high), limit: best.error)
        if error < best.error { best = (error, low...high) }
      }
    }
    return best.range
  }

  /// The range of the threshold whose 128 levels diverge least; of equal ones, the largest.
  func leastEntropyRange(within all: ClosedRange<Float>) -> ClosedRange<Float> {
    let counts = zip(positive, negative).map { Double($0 + $1) }
    guard let last = counts.lastIndex(where: { $0 > 0 }) else { return all }
    var best = (divergence: Double.infinity, bins: last + 1)
    for bins in stride(from: last + 1, through: levelCount, by: -1) {
      let divergence = divergence(of: counts, cutAt: bins)
      if divergence < best.divergence { best = (divergence, bins) }
    }
    let threshold = Float(Double(best.bins) * width)
    return range(-threshold, threshold, within: all)
  }

  private func range(_ low: Float, _ high: Float, within all: ClosedRange<Float>) -> ClosedRange<Float> {
    let low = min(max(low, all.lowerBound), all.upperBound)
    return low...max(low, min(max(high, all.lowerBound), all.upperBound))
  }
}

/// The levels that the entropy method tells apart.
private let levelCount = 128

private func drawnIn(_ end: Float, _ step: Int, of parts: Int) -> Float {
  end * (Float(parts - step) / Float(parts))
}

/// The summed squared error of quantized values; stops counting above `limit`.
private func squaredError(
  of values: [(middle: Float, count: Double)], _ parameters: AffineParameters, limit: Double
) -> Double {
  var sum = 0.0
  for (middle, count) in values {
    let error = Double(middle - parameters.dequantize(parameters.quantize(middle)))
    sum += count * error * error
    if sum > limit { break }
  }
  return sum
}

/// The relative entropy of the first `bins` counts, with all beyond them added to the last, against the same
/// counts, without those beyond, spread evenly over the occupied bins of each level.
///
/// Infinite when values beyond fall on a last bin that was empty, for which no level stands.
private func divergence(of counts: [Double], cutAt bins: Int) -> Double {
  let beyond = counts[bins...].reduce(0, +)
  let inside = counts[..<bins].reduce(0, +)
  guard inside > 0, beyond == 0 || counts[bins - 1] > 0 else { return .infinity }
  let total = inside + beyond
  var divergence = 0.0
  for level in 0..<levelCount {
    // Bins i with floor(i * levels / bins) = level.
    let members =
      (level * bins + levelCount - 1) / levelCount..<((level + 1) * bins + levelCount - 1) / levelCount
    let occupied = members.count { counts[$0] > 0 }
    guard occupied > 0 else { continue }
    let spread = members.reduce(0) { $0 + counts[$1] } / Double(occupied) / inside
    for bin in members where counts[bin] > 0 {
      let share = (counts[bin] + (bin == bins - 1 ? beyond : 0)) / total
      divergence += share * log(share / spread)
    }
  }
  return divergence
}
