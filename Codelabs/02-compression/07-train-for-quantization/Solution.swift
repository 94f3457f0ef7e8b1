import Codelab

/// Rounds values to the levels of a quantized model, and keeps them as floats: fake quantization.
///
/// - Parameters:
///   - values: Finite numbers.
///   - scale: The distance between levels; above 0.
///   - limit: The outermost level. The levels are the whole numbers from `-limit` to `limit`.
/// - Returns: For each value the nearest level times the scale.
func fakeQuantize(_ values: [Float], scale: Float, limit: Float) -> [Float] {
  values.map { value in
    max(-limit, min(limit, (value / scale).rounded())) * scale
  }
}

/// Passes a gradient back through fake quantization: the straight-through estimator.
///
/// - Parameters:
///   - gradient: How the loss changes with each result of `fakeQuantize`.
///   - values: What went into it, as many.
///   - scale: The distance between levels.
///   - limit: The outermost level.
/// - Returns: How we pretend the loss changes with each value: as with its result where the value lies from
///   `-limit * scale` to `limit * scale`, and not at all outside.
func straightThrough(_ gradient: [Float], values: [Float], scale: Float, limit: Float) -> [Float] {
  zip(gradient, values).map { gradient, value in
    abs(value) <= limit * scale ? gradient : 0
  }
}

/// Makes one step of training for a model whose weights will be rounded.
///
/// - Parameters:
///   - weights: The exact weights.
///   - rate: The learning rate.
///   - rounded: Rounds weights as the finished model will.
///   - gradient: Says how the loss changes with each weight, at the weights that it is given.
/// - Returns: The exact weights, moved against the gradient that the model has when its weights are rounded.
func trainingStep(
  _ weights: [Float], rate: Float, rounded: ([Float]) -> [Float], gradient: ([Float]) -> [Float]
) -> [Float] {
  let slopes = gradient(rounded(weights))
  return zip(weights, slopes).map { $0 - rate * $1 }
}

/// Makes every weight +scale or -scale.
///
/// - Parameter weights: At least one weight.
/// - Returns: Each weight's sign times the mean of all absolute weights. The sign of 0 is +.
func binary(_ weights: [Float]) -> [Float] {
  let scale = weights.map(abs).reduce(0, +) / Float(weights.count)
  return weights.map { $0 < 0 ? -scale : scale }
}

/// Makes every weight +scale, 0 or -scale.
///
/// - Parameter weights: At least one weight.
/// - Returns: 0 for each weight whose absolute value is at most 0.7 times the mean of all absolute weights; for each
///   other one its sign times the mean of the absolute values of these others. Where there are none, all zeros.
func ternary(_ weights: [Float]) -> [Float] {
  let threshold = 0.7 * weights.map(abs).reduce(0, +) / Float(weights.count)
  let large = weights.map(abs).filter { $0 > threshold }
  guard !large.isEmpty else { return weights.map { _ in 0 } }
  let scale = large.reduce(0, +) / Float(large.count)
  return weights.map { abs($0) > threshold ? ($0 < 0 ? -scale : scale) : 0 }
}
