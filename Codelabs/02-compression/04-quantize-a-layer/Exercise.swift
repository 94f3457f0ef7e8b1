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
  todo("find the bins of the weights")
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
  todo("add up inputs times weights, and the bias")
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
  todo("round each column on its own scale")
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
  todo("try a hundred thresholds")
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
  todo("choose the smallest candidate that will do")
}
