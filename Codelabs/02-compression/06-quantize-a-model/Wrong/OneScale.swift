// fails: channel-scales
// Gives every channel the scale of the whole layer.
import Codelab

func quantizeChannels(_ weights: [Float], channels: Int, bits: Int) -> [Quantized] {
  let shared = quantize(weights, bits: bits)
  return (0..<channels).map { channel in
    let own = stride(from: channel, to: weights.count, by: channels).map { shared.levels[$0] }
    return Quantized(levels: own, scale: shared.scale)
  }
}
