// fails: gradient-place
// Takes the gradient at the exact weights.
import Codelab

func trainingStep(
  _ weights: [Float], rate: Float, rounded: ([Float]) -> [Float], gradient: ([Float]) -> [Float]
) -> [Float] {
  let slopes = gradient(weights)
  return zip(weights, slopes).map { $0 - rate * $1 }
}
