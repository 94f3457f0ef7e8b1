// fails: ternary
// Takes the mean of all weights as scale.
import Codelab

func ternary(_ weights: [Float]) -> [Float] {
  let threshold = 0.7 * weights.map(abs).reduce(0, +) / Float(weights.count)
  let large = weights.map(abs).filter { $0 > threshold }
  guard !large.isEmpty else { return weights.map { _ in 0 } }
  let scale = weights.map(abs).reduce(0, +) / Float(weights.count)
  return weights.map { abs($0) > threshold ? ($0 < 0 ? -scale : scale) : 0 }
}
