import Codelab

/// Adds up products of 8-bit integers, as one output of a layer does.
///
/// - Parameters:
///   - x: Input levels.
///   - zeroPoint: The level that stands for an input of 0.
///   - weights: As many weight levels, from -127 to 127; a weight of 0 is level 0.
/// - Returns: The sum of `(x - zeroPoint) * weight`, exactly.
func accumulate(_ x: [Int8], zeroPoint: Int32, weights: [Int8]) -> Int32 {
  zip(x, weights).reduce(0) { sum, pair in
    sum + (Int32(pair.0) - zeroPoint) * Int32(pair.1)
  }
}

/// Finds how many products are sure to fit into an accumulator.
///
/// - Parameter bits: The accumulator's size, its sign included: from 16 to 32.
/// - Returns: The largest number of products of an input level (-128 to 127) and a weight level (-127 to 127) whose
///   sum cannot overflow, whatever the levels are.
func safeCount(bits: Int) -> Int {
  ((1 << (bits - 1)) - 1) / (128 * 127)
}

/// Computes what the zero point adds to a sum, before any input is known.
///
/// - Parameters:
///   - zeroPoint: The level that stands for an input of 0.
///   - weights: The weight levels of one output.
/// - Returns: The number that has to be added to the sum of `x * weight` to make it the sum of
///   `(x - zeroPoint) * weight`.
func correction(zeroPoint: Int32, weights: [Int8]) -> Int32 {
  -zeroPoint * weights.reduce(0) { $0 + Int32($1) }
}

/// Rounds a bias to the scale on which products are added up.
///
/// - Parameters:
///   - bias: The real bias.
///   - inputScale: An input is `inputScale * (level - zeroPoint)`.
///   - weightScale: A weight is `weightScale * level`.
/// - Returns: The nearest whole number of units, where a unit is what the product of one input level and one weight
///   level stands for.
func quantizedBias(_ bias: Float, inputScale: Float, weightScale: Float) -> Int32 {
  Int32((bias / (inputScale * weightScale)).rounded())
}

/// Brings a sum back to 8 bits.
///
/// - Parameters:
///   - sum: Products and bias, added up.
///   - multiplier: How many output steps one unit of the sum makes.
///   - zeroPoint: The level that stands for an output of 0.
/// - Returns: `sum * multiplier` rounded to the nearest whole number (halfway cases to the even one), plus the zero
///   point; limited to the levels from -128 to 127.
func requantize(_ sum: Int32, multiplier: Float, zeroPoint: Int32) -> Int8 {
  let level = (Float(sum) * multiplier).rounded(.toNearestOrEven) + Float(zeroPoint)
  return Int8(max(-128, min(127, level)))
}

/// A dense layer that computes with integers only, but for one multiplication at the end of each sum.
struct IntegerLayer {
  /// The weight levels, row by row: row `i` belongs to input `i` and has one level for each output.
  var weights: [Int8]
  /// For each output the bias, in units of its sum.
  var bias: [Int32]
  /// For each output what `requantize` multiplies with.
  var multipliers: [Float]
  /// The level of an input of 0.
  var inputZeroPoint: Int32
  /// The level of an output of 0.
  var outputZeroPoint: Int32
}

/// Computes an integer layer with a ReLU at its end.
///
/// - Parameters:
///   - x: One level for each input.
///   - layer: The layer; it has as many outputs as biases.
/// - Returns: One level for each output: inputs times weights, plus the bias, brought back to 8 bits. Levels below that
///   of 0 stand for negative numbers; ReLU raises them to it.
func integerDense(_ x: [Int8], layer: IntegerLayer) -> [Int8] {
  let outputs = layer.bias.count
  return (0..<outputs).map { output in
    let weights = stride(from: output, to: layer.weights.count, by: outputs).map { layer.weights[$0] }
    let sum = accumulate(x, zeroPoint: layer.inputZeroPoint, weights: weights) + layer.bias[output]
    let level = requantize(sum, multiplier: layer.multipliers[output], zeroPoint: layer.outputZeroPoint)
    return max(level, Int8(layer.outputZeroPoint))
  }
}
