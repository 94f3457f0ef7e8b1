// fails: relu
// Raises levels to 0 instead of to the level of 0.
import Codelab

func integerDense(_ x: [Int8], layer: IntegerLayer) -> [Int8] {
  let outputs = layer.bias.count
  return (0..<outputs).map { output in
    let weights = stride(from: output, to: layer.weights.count, by: outputs).map { layer.weights[$0] }
    let sum = accumulate(x, zeroPoint: layer.inputZeroPoint, weights: weights) + layer.bias[output]
    let level = requantize(sum, multiplier: layer.multipliers[output], zeroPoint: layer.outputZeroPoint)
    return max(level, 0)
  }
}
