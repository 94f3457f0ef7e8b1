// fails: side
// Forgets the bias.
import Codelab

func isSuitable(_ features: [Float], weights: [Float], bias: Float) -> Bool {
  zip(features, weights).reduce(0) { $0 + $1.0 * $1.1 } > 0
}
