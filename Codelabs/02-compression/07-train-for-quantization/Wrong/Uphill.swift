// fails: direction
// Moves with the gradient.
import Codelab

func trainingStep(
  _ weights: [Float], rate: Float, rounded: ([Float]) -> [Float], gradient: ([Float]) -> [Float]
) -> [Float] {
  let slopes = gradient(rounded(weights))
  return zip(weights, slopes).map { $0 + rate * $1 }
}
