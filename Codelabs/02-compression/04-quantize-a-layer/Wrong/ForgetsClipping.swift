// fails: threshold
// Measures only the weights that are inside.
import Codelab

func bestThreshold(_ weights: [Float], bits: Int) -> Float {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max()!
  func error(_ threshold: Float) -> Float {
    let scale = threshold / limit
    return weights.filter { abs($0) <= threshold }.reduce(0) { sum, weight in
      let rounded = (max(-threshold, min(threshold, weight)) / scale).rounded() * scale
      return sum + (weight - rounded) * (weight - rounded)
    }
  }
  return (1...100).map { largest * Float($0) / 100 }.min { error($0) < error($1) }!
}
