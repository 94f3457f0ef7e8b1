// fails: exact-kept
// Moves the rounded weights and forgets the exact ones.
import Codelab

func trainingStep(
  _ weights: [Float], rate: Float, rounded: ([Float]) -> [Float], gradient: ([Float]) -> [Float]
) -> [Float] {
  let slopes = gradient(rounded(weights))
  return zip(rounded(weights), slopes).map { $0 - rate * $1 }
}
