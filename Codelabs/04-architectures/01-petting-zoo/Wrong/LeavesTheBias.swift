// fails: moved
// Leaves the bias as it is.
import Codelab

func learned(_ line: Line, features: [Float], label: Bool) -> Line {
  guard isSuitable(features, weights: line.weights, bias: line.bias) != label else { return line }
  let sign: Float = label ? 1 : -1
  return Line(
    weights: zip(line.weights, features).map { $0 + sign * $1 }, bias: line.bias)
}
