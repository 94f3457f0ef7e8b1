import Engine

/// The shape of one class of MNIST-1D, and how signals are made from it.
struct SignalTemplate {
  /// Twelve points that begin at 0; their variance is 1/36.
  let points: [Double]

  /// The ten shapes as published: each resembles the stroke of a digit, seen as a function of height.
  static let digits: [SignalTemplate] = [
    [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
    [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
    [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
    [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
    [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
    [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
    [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
    [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
  ].map { SignalTemplate(heights: $0) }

  private init(heights: [Double]) {
    let count = Double(heights.count)
    let mean = heights.reduce(0, +) / count
    let deviation = (heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    points = heights.map { ($0 - heights[0]) / deviation / 6 }
  }

  /// One signal: the template in a random place, width and height, on noise, sheared and resampled.
  func signal(length: Int, using generator: inout SeededGenerator) -> [Double] {
    let widest = points.count + 60
    // What is not exactly zero after this belongs to the template; the published code marks it the same way.
    let padded = points.map { $0 + 1e-8 } + [Double](repeating: 0, count: 36 + generator.index(below: 25))
    let height = 1 + 0.4 * (generator.unit() - 0.5)
    let clean = rotated(resampled(padded, to: widest), by: generator.index(below: 48)).map { $0 * height }
    let background = smoothed((0..<widest).map { _ in 0.25 * generator.bell() })
    let noisy = zip(clean, background).map { ($0 == 0 ? $1 : $0) + 0.02 * generator.bell() }
    return resampled(sheared(noisy, by: 0.75 * (generator.unit() - 0.5)), to: length)
  }
}

/// Moves each value `count` places on; those that leave the end come back at the start.
private func rotated(_ values: [Double], by count: Int) -> [Double] {
  Array(values.suffix(count) + values.dropLast(count))
}

/// Subtracts a ramp that goes from `-slope / 2` to `slope / 2`.
private func sheared(_ values: [Double], by slope: Double) -> [Double] {
  values.enumerated().map { $1 - slope * (Double($0) / Double(values.count - 1) - 0.5) }
}

/// The piecewise linear curve through `values`, looked at in `count` places from the first value to the last.
private func resampled(_ values: [Double], to count: Int) -> [Double] {
  (0..<count).map { index in
    let position = Double(index * (values.count - 1)) / Double(count - 1)
    let left = min(Int(position), values.count - 2)
    return values[left] + (values[left + 1] - values[left]) * (position - Double(left))
  }
}

/// Noise made smooth by a Gaussian of standard deviation 2, cut off at 8; the ends are mirrored.
private func smoothed(_ noise: [Double]) -> [Double] {
  // exp(-k * k / 8) as products of exp(-1 / 8), so that no library's `exp` is asked.
  let base = 0.8824969025845955
  let side = (1...8).map { k in (0..<k * k).reduce(1) { product, _ in product * base } }
  let total = 1 + 2 * side.reduce(0, +)
  return noise.indices.map { center in
    let sum = side.enumerated().reduce(noise[center]) { sum, tap in
      let (left, right) = (center - tap.offset - 1, center + tap.offset + 1)
      let before = noise[left < 0 ? -left - 1 : left]
      let after = noise[right < noise.count ? right : 2 * noise.count - 1 - right]
      return sum + tap.element * (before + after)
    }
    return sum / total
  }
}
