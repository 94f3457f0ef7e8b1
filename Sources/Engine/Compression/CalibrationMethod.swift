/// How the range that integers cover follows from the values that a tensor took.
///
/// A wide range makes coarse steps; a narrow one cuts off what lies outside. The methods differ in how they
/// weigh one against the other.
public enum CalibrationMethod: Sendable, Hashable {
  /// The smallest and the largest value: nothing is cut off.
  case minMax

  /// Moving averages of the smallest and the largest value of each batch.
  ///
  /// They start at the first batch; each further one moves them by 0.01 of the distance. The last batch may be
  /// smaller.
  case movingAverage(batchSize: Int = 32)

  /// What is left when the same share of values is cut off at both ends, so that this many percent remain.
  ///
  /// Within a bin of the histogram, values are taken as evenly spread.
  case percentile(Double = 99.99)

  /// The range with the least mean squared error between values and what they come back as from 8 bits.
  ///
  /// Candidates are the range of all values with either end drawn in by 0, 1, ... 63 of 64 parts; a value counts
  /// as the middle of its bin.
  case meanSquaredError

  /// The range `-t...t` whose 128 levels tell least apart from what they stand for, by relative entropy.
  ///
  /// From Migacz, "8-bit inference with TensorRT" (2017): the histogram of `|x|`, cut off behind its i-th bin and
  /// with all that lies beyond counted in that bin, is compared with the same histogram merged into 128 levels.
  /// Zeros are exact at any scale, and not counted. Within `-t...t`, the range ends where the values end.
  case entropy

  /// Refuses settings that give no range.
  func check() throws(QuantizationError) {
    switch self {
    case .movingAverage(let batchSize) where batchSize < 1: throw .batchSize(batchSize)
    case .percentile(let share) where !(share > 50 && share <= 100): throw .percentile(share)
    default: break
    }
  }
}
