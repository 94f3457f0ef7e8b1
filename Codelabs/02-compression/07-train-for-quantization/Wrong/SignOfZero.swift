// fails: binary
// Makes 0 of 0.
import Codelab

func binary(_ weights: [Float]) -> [Float] {
  let scale = weights.map(abs).reduce(0, +) / Float(weights.count)
  return weights.map { $0 == 0 ? 0 : $0 < 0 ? -scale : scale }
}
