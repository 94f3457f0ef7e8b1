// fails: soft
// Takes the mean over the classes instead of the sum.
import Codelab
import Foundation

func softCrossEntropy(_ logits: [Float], target: [Float]) -> Float {
  let largest = logits.max() ?? 0
  let logarithm = log(logits.reduce(0) { $0 + exp($1 - largest) })
  let sum = zip(logits, target).reduce(0) { sum, pair in
    sum + pair.1 * (logarithm - (pair.0 - largest))
  }
  return sum / Float(logits.count)
}
