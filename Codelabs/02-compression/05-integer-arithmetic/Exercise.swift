import Codelab

/// Adds up products of 8-bit integers, as one output of a layer does.
///
/// - Parameters:
///   - x: Input levels.
///   - zeroPoint: The level that stands for an input of 0.
///   - weights: As many weight levels, from -127 to 127; a weight of 0 is level 0.
/// - Returns: The sum of `(x - zeroPoint) * weight`, exactly.
func accumulate(_ x: [Int8], zeroPoint: Int32, weights: [Int8]) -> Int32 {
  todo("add up the products")
}

/// Finds how many products are sure to fit into an accumulator.
///
/// - Parameter bits: The accumulator's size, its sign included: from 16 to 32.
/// - Returns: The largest number of products of an input level (-128 to 127) and a weight level (-127 to 127) whose
///   sum cannot overflow, whatever the levels are.
func safeCount(bits: Int) -> Int {
  todo("divide the room by the largest product")
}

/// Computes what the zero point adds to a sum, before any input is known.
///
/// - Parameters:
///   - zeroPoint: The level that stands for an input of 0.
///   - weights: The weight levels of one output.
/// - Returns: The number that has to be added to the sum of `x * weight` to make it the sum of
///   `(x - zeroPoint) * weight`.
func correction(zeroPoint: Int32, weights: [Int8]) -> Int32 {
  todo("find what does not depend on the inputs")
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
  todo("count the units in the bias")
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
  todo("multiply, round, shift, limit")
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
  todo("put the pieces together")
}
