import Codelab

/// A matrix of weights as small integers.
struct QuantizedMatrix {
  /// One level for each weight, row by row.
  var levels: [Int]
  /// The value of level 0.
  var minimum: Float
  /// The distance between neighboring levels; above 0.
  var scale: Float
}

/// Quantizes weights as the book's chapter does, into `2^bits` bins between the smallest and the largest weight.
///
/// - Parameters:
///   - weights: Finite weights, at least two different ones.
///   - bits: From 2 to 8.
/// - Returns: For each weight the bin it lies in, from 0 to `2^bits - 1`; the largest weight is in the last one.
///   The smallest weight as `minimum`, and the width of a bin as `scale`.
func quantizeMatrix(_ weights: [Float], bits: Int) -> QuantizedMatrix {
  let minimum = weights.min()!
  let maximum = weights.max()!
  let scale = (maximum - minimum) / Float(1 << bits)
  let levels = weights.map { weight in
    min((1 << bits) - 1, Int((weight - minimum) / scale))
  }
  return QuantizedMatrix(levels: levels, minimum: minimum, scale: scale)
}

/// Computes a dense layer: `relu(x W + b)`.
///
/// - Parameters:
///   - x: Inputs, one example after the other, `inputs` values each.
///   - weights: The matrix, row by row: row `i` holds what input `i` adds to each of the outputs.
///   - bias: One value for each output.
///   - inputs: The number of inputs of an example.
/// - Returns: `bias.count` values for each example, one example after the other, with negative ones replaced by 0.
func dense(_ x: [Float], weights: [Float], bias: [Float], inputs: Int) -> [Float] {
  let outputs = bias.count
  return (0..<x.count / inputs).flatMap { example in
    (0..<outputs).map { output in
      var sum = bias[output]
      for input in 0..<inputs {
        sum += x[example * inputs + input] * weights[input * outputs + output]
      }
      return max(sum, 0)
    }
  }
}

/// Rounds weights to symmetric levels and back, with a scale of its own for each column.
///
/// A column holds the weights of one output. Its scale is its largest absolute weight divided by the outermost
/// level, `2^(bits - 1) - 1`.
///
/// - Parameters:
///   - weights: The matrix, row by row. A column may be all zeros.
///   - columns: The number of columns; it divides the number of weights.
///   - bits: From 2 to 8.
/// - Returns: For each weight, in the same order, the nearest level times the scale of its column; 0 for each weight
///   of a column of zeros.
func roundedByColumn(_ weights: [Float], columns: Int, bits: Int) -> [Float] {
  let limit = Float(1 << (bits - 1)) - 1
  var rounded = weights
  for column in 0..<columns {
    let places = stride(from: column, to: weights.count, by: columns)
    let largest = places.map { abs(weights[$0]) }.max() ?? 0
    guard largest > 0 else { continue }
    let scale = largest / limit
    for place in places { rounded[place] = (weights[place] / scale).rounded() * scale }
  }
  return rounded
}

/// Finds where to clip weights so that rounding them does the least harm.
///
/// - Parameters:
///   - weights: Finite weights, not all zero.
///   - bits: From 2 to 8.
/// - Returns: The threshold `t`, among 1/100, 2/100, ... 100/100 of the largest absolute weight, for which the
///   sum of squared errors is smallest when each weight is first limited to `-t...t` and then rounded to the
///   nearest of the symmetric levels whose outermost one, `2^(bits - 1) - 1`, stands for `t`.
func bestThreshold(_ weights: [Float], bits: Int) -> Float {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max()!
  func error(_ threshold: Float) -> Float {
    let scale = threshold / limit
    return weights.reduce(0) { sum, weight in
      let rounded = (max(-threshold, min(threshold, weight)) / scale).rounded() * scale
      return sum + (weight - rounded) * (weight - rounded)
    }
  }
  return (1...100).map { largest * Float($0) / 100 }.min { error($0) < error($1) }!
}

/// A way to store a layer, and what was measured of it.
struct Candidate {
  /// The bits of a weight.
  var bits: Int
  /// Whether each column has a scale of its own.
  var byColumn: Bool
  /// Levels and scales together, in bytes.
  var size: Int
  /// How wrong the outputs are: the root-mean-square of their errors as a share of that of the outputs.
  var error: Double
}

/// Chooses how to store a layer.
///
/// - Parameters:
///   - candidates: In no particular order; there may be none.
///   - largestError: The largest error that will do.
/// - Returns: Of the candidates whose error is at most `largestError` the one with the smallest size, and among
///   equal sizes the one with the smallest error; nil where no candidate will do.
func cheapest(_ candidates: [Candidate], largestError: Double) -> Candidate? {
  candidates.filter { $0.error <= largestError }.min { ($0.size, $0.error) < ($1.size, $1.error) }
}
