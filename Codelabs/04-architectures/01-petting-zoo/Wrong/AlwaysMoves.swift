// fails: unmoved
// Moves the line even where it is right.
import Codelab

func learned(_ line: Line, features: [Float], label: Bool) -> Line {
  let sign: Float = label ? 1 : -1
  return Line(
    weights: zip(line.weights, features).map { $0 + sign * $1 }, bias: line.bias + sign)
}
