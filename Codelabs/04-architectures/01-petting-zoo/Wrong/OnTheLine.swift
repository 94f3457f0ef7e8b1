// fails: side
// Lets in what stands on the line.
import Codelab

func isSuitable(_ features: [Float], weights: [Float], bias: Float) -> Bool {
  zip(features, weights).reduce(bias) { $0 + $1.0 * $1.1 } >= 0
}
