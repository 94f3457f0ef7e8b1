// fails: levels
// Rounds down instead of to the nearest level.
import Codelab

func quantize(_ weights: [Float], bits: Int) -> Quantized {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max() ?? 0
  let scale = largest > 0 ? largest / limit : 1
  let levels = weights.map { weight in
    Int8(max(-limit, min(limit, (weight / scale).rounded(.down))))
  }
  return Quantized(levels: levels, scale: scale)
}
