// fails: layer
// Takes rows of the matrix for its columns.
import Codelab

func integerDense(_ x: [Int8], layer: IntegerLayer) -> [Int8] {
  let outputs = layer.bias.count
  return (0..<outputs).map { output in
    let inputs = layer.weights.count / outputs
    let weights = Array(layer.weights[output * inputs..<(output + 1) * inputs])
    let sum = accumulate(x, zeroPoint: layer.inputZeroPoint, weights: weights) + layer.bias[output]
    let level = requantize(sum, multiplier: layer.multipliers[output], zeroPoint: layer.outputZeroPoint)
    return max(level, Int8(layer.outputZeroPoint))
  }
}
