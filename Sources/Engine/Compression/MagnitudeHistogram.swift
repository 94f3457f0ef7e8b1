/// How often magnitudes occurred, in 2,048 bins for each sign, whose range grows with the values.
///
/// The width of a bin is the smallest power of two with which the bins reach the largest magnitude. When a larger
/// one comes, neighboring bins are merged, which moves no value across a border: the histogram depends on which
/// values were seen, not on their order, and at least half of the bins serve the side that reaches farther. Zeros
/// are counted apart.
struct MagnitudeHistogram: Sendable {
  /// The bins of each sign.
  static let binCount = 2048

  /// How many values lie in `(i * width)..<((i + 1) * width)`, and how many in the mirror image of that.
  private(set) var positive = [Int](repeating: 0, count: binCount)
  private(set) var negative = [Int](repeating: 0, count: binCount)

  /// How many values were exactly 0.
  private(set) var zeros = 0

  /// The binary logarithm of the width; nil as long as all values are 0.
  private var exponent: Int?

  /// The width of a bin; 0 as long as all values are 0.
  var width: Double { exponent.map { Double(sign: .plus, exponent: $0, significand: 1) } ?? 0 }

  /// Counts finite values.
  ///
  /// - Parameter largest: their largest magnitude.
  mutating func include(_ values: UnsafeBufferPointer<Float>, largest: Float) {
    grow(toReach: largest)
    let perWidth = 1 / width
    for value in values {
      if value > 0 {
        positive[Int(Double(value) * perWidth)] += 1
      } else if value < 0 {
        negative[Int(Double(-value) * perWidth)] += 1
      } else {
        zeros += 1
      }
    }
  }

  /// Merges bins until the last one holds `magnitude`.
  private mutating func grow(toReach magnitude: Float) {
    guard magnitude > 0 else { return }
    let needed = Int(magnitude.exponent) - 10  // magnitude < 2^(exponent + 1) = 2048 * 2^(exponent - 10)
    if let exponent, exponent < needed {
      let merged = needed - exponent < 11 ? 1 << (needed - exponent) : Self.binCount
      positive = Self.merging(positive, merged)
      negative = Self.merging(negative, merged)
    }
    exponent = max(exponent ?? needed, needed)
  }

  private static func merging(_ bins: [Int], _ size: Int) -> [Int] {
    var result = [Int](repeating: 0, count: binCount)
    for index in bins.indices { result[index / size] += bins[index] }
    return result
  }

  /// The bins of both signs from left to right: where each begins and ends, and its values; zeros have no width.
  var bins: [(low: Double, high: Double, count: Int)] {
    let left = negative.indices.reversed().filter { negative[$0] > 0 }.map {
      (low: -Double($0 + 1) * width, high: -Double($0) * width, count: negative[$0])
    }
    let right = positive.indices.filter { positive[$0] > 0 }.map {
      (low: Double($0) * width, high: Double($0 + 1) * width, count: positive[$0])
    }
    return left + (zeros > 0 ? [(low: 0, high: 0, count: zeros)] : []) + right
  }
}
