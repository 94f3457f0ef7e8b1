// fails: scale
// Looks at the largest weight and forgets the most negative one.
import Codelab

func quantize(_ weights: [Float], bits: Int) -> Quantized {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.max() ?? 0
  let scale = largest > 0 ? largest / limit : 1
  let levels = weights.map { weight in
    Int8(max(-limit, min(limit, (weight / scale).rounded())))
  }
  return Quantized(levels: levels, scale: scale)
}
