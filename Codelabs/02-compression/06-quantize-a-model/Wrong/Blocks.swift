// fails: channel-order
// Takes neighboring weights for a channel, though channels are interleaved.
import Codelab

func quantizeChannels(_ weights: [Float], channels: Int, bits: Int) -> [Quantized] {
  let size = weights.count / channels
  return (0..<channels).map { channel in
    quantize(Array(weights[channel * size..<(channel + 1) * size]), bits: bits)
  }
}
