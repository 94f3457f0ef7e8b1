// fails: edges
// Returns a scale of zero for weights that are all zero.
import Codelab

func quantize(_ weights: [Float], bits: Int) -> Quantized {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max() ?? 0
  let scale = largest / limit
  let levels = weights.map { weight in
    Int8(max(-limit, min(limit, (weight / max(scale, .leastNonzeroMagnitude)).rounded())))
  }
  return Quantized(levels: levels, scale: scale)
}
