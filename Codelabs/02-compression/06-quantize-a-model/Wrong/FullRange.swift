// fails: scale
// Spreads 2^(bits - 1) steps over the largest weight instead of 2^(bits - 1) - 1.
import Codelab

func quantize(_ weights: [Float], bits: Int) -> Quantized {
  let limit = Float(1 << (bits - 1)) - 1
  let steps = Float(1 << (bits - 1))
  let largest = weights.map(abs).max() ?? 0
  let scale = largest > 0 ? largest / steps : 1
  let levels = weights.map { weight in
    Int8(max(-limit, min(limit, (weight / scale).rounded())))
  }
  return Quantized(levels: levels, scale: scale)
}
