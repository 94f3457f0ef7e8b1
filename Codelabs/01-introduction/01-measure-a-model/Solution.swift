import Codelab

/// A convolution that slides square filters over an image, without padding and one pixel at a time.
struct Convolution {
  /// Rows of the image.
  var height: Int
  /// Columns of the image.
  var width: Int
  /// Values of each pixel; a filter covers all of them.
  var channels: Int
  /// How many filters there are; each makes one value for each place.
  var filters: Int
  /// Rows and columns of a filter; at most those of the image.
  var kernel: Int
}

/// Counts the numbers that a convolution learns.
///
/// - Returns: A weight for each place of a filter, each channel and each filter; and one bias for each filter.
func parameters(_ convolution: Convolution) -> Int {
  let weights = convolution.kernel * convolution.kernel * convolution.channels * convolution.filters
  return weights + convolution.filters
}

/// Counts the multiply-accumulates (MACs) of a convolution for one image.
///
/// - Returns: One for each weight at each place where the filters fit entirely into the image. Biases are not
///   counted.
func multiplyAccumulates(_ convolution: Convolution) -> Int {
  let weights = convolution.kernel * convolution.kernel * convolution.channels * convolution.filters
  let rows = convolution.height - convolution.kernel + 1
  let columns = convolution.width - convolution.kernel + 1
  return rows * columns * weights
}

/// Finds a percentile of measured times.
///
/// - Parameters:
///   - times: At least one time, in the order in which they were measured.
///   - percent: Above 0, at most 100.
/// - Returns: The smallest of the times for which at least `percent` percent of all times are not larger.
func percentile(_ times: [Double], _ percent: Double) -> Double {
  let rank = Int((percent / 100 * Double(times.count)).rounded(.up))
  return times.sorted()[max(rank, 1) - 1]
}

/// Finds how much memory the values between layers need at most at one time.
///
/// - Parameter sizes: The bytes of the network's input, of the first layer's result, of the second's, and so on. A
///   layer needs its input and its result at the same time, and nothing else.
/// - Returns: The bytes that are needed while the layer that needs most runs. With only an input, its size.
func peakMemory(_ sizes: [Int]) -> Int {
  zip(sizes, sizes.dropFirst()).map { $0 + $1 }.max() ?? sizes.first ?? 0
}

/// Finds where the accuracy on infinitely many such images lies, with 95 % confidence: Wilson's interval.
///
/// - Parameters:
///   - correct: How many images were classified correctly.
///   - count: How many images there were; at least one.
/// - Returns: `(p + z*z/(2*n) ± z * sqrt(p*(1 - p)/n + z*z/(4*n*n))) / (1 + z*z/n)`, where `p` is the share of correct
///   images, `n` their number and `z` is 1.96.
func interval(correct: Int, count: Int) -> ClosedRange<Double> {
  let z = 1.96
  let n = Double(count)
  let p = Double(correct) / n
  let center = p + z * z / (2 * n)
  let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  let scale = 1 + z * z / n
  return (center - spread) / scale...(center + spread) / scale
}

/// Says whether a test can tell two models apart.
///
/// - Parameters:
///   - correct: How many images the one model classified correctly.
///   - otherCorrect: How many images the other did.
///   - count: How many images there were, the same for both; at least one.
/// - Returns: Whether the intervals of the two do not overlap.
func canTellApart(_ correct: Int, _ otherCorrect: Int, of count: Int) -> Bool {
  !interval(correct: correct, count: count).overlaps(interval(correct: otherCorrect, count: count))
}
