// fails: threshold
// Never clips.
import Codelab

func bestThreshold(_ weights: [Float], bits: Int) -> Float {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max()!
  func error(_ threshold: Float) -> Float {
    let scale = threshold / limit
    return weights.reduce(0) { sum, weight in
      let rounded = (max(-threshold, min(threshold, weight)) / scale).rounded() * scale
      return sum + (weight - rounded) * (weight - rounded)
    }
  }
  return error(largest) < 0 ? 0 : largest
}
