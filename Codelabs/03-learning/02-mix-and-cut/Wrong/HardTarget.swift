// fails: soft
// Looks only at the most probable class of the target.
import Codelab
import Foundation

func softCrossEntropy(_ logits: [Float], target: [Float]) -> Float {
  let largest = logits.max() ?? 0
  let logarithm = log(logits.reduce(0) { $0 + exp($1 - largest) })
  let label = target.indices.max { target[$0] < target[$1] } ?? 0
  return logarithm - (logits[label] - largest)
}
