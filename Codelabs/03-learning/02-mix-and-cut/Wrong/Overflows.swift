// fails: large
// Takes exponentials of large numbers.
import Codelab
import Foundation

func softCrossEntropy(_ logits: [Float], target: [Float]) -> Float {
  let largest: Float = 0
  let logarithm = log(logits.reduce(0) { $0 + exp($1 - largest) })
  return zip(logits, target).reduce(0) { sum, pair in
    sum + pair.1 * (logarithm - (pair.0 - largest))
  }
}
