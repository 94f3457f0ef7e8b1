// fails: mixed-fits
// Takes a little more than the budget.
import Codelab

/// Weights as small integers: `weight ≈ scale * level`.
struct Quantized {
  /// One level for each weight, in the same order.
  var levels: [Int8]
  /// The distance between neighboring levels; more than zero.
  var scale: Float
}

/// Quantizes weights symmetrically, so that zero stays exactly zero.
///
/// - Parameters:
///   - weights: Finite weights; there may be none, and all may be zero.
///   - bits: From 2 to 8. The levels are the whole numbers from `-limit` to `limit`,
///     where `limit` is `2^(bits - 1) - 1`: 127 for 8 bits, 1 for 2 bits.
/// - Returns: For every weight the level *nearest* to it. The weight farthest from zero, on either side,
///   gets the outermost level. Where every weight is zero, any scale above zero will do.
func quantize(_ weights: [Float], bits: Int) -> Quantized {
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max() ?? 0
  let scale = largest > 0 ? largest / limit : 1
  let levels = weights.map { weight in
    Int8(max(-limit, min(limit, (weight / scale).rounded())))
  }
  return Quantized(levels: levels, scale: scale)
}

/// Brings quantized weights back to floats.
///
/// - Returns: One weight for each level, in the same order.
func dequantize(_ quantized: Quantized) -> [Float] {
  quantized.levels.map { level in quantized.scale * Float(level) }
}

/// Quantizes the weights of a layer with one scale for each output channel.
///
/// - Parameters:
///   - weights: The weights of all channels, interleaved: the first weight of channel 0, of channel 1 and
///     so on to the last channel, then the second weight of channel 0, and so on.
///   - channels: The number of output channels; it divides the number of weights.
///   - bits: From 2 to 8, as for `quantize`.
/// - Returns: One `Quantized` for each channel, in the channels' order.
func quantizeChannels(_ weights: [Float], channels: Int, bits: Int) -> [Quantized] {
  (0..<channels).map { channel in
    let own = stride(from: channel, to: weights.count, by: channels).map { weights[$0] }
    return quantize(own, bits: bits)
  }
}

/// Finds how an activation tensor is stored in signed bytes: `value ≈ scale * (level - zeroPoint)`.
///
/// - Parameters:
///   - minimum: The smallest value that calibration saw.
///   - maximum: The largest value that calibration saw; not below `minimum`.
/// - Returns: A scale that spreads the 255 steps from level -128 to level 127 over the range, after the
///   range was widened to include zero where it does not; and the level, rounded, that stands for the real
///   number 0. Where the range is only zero, the scale is 1.
func activationParameters(minimum: Float, maximum: Float) -> (scale: Float, zeroPoint: Int) {
  let low = min(minimum, 0)
  let high = max(maximum, 0)
  guard high > low else { return (scale: 1, zeroPoint: 0) }
  let scale = (high - low) / 255
  let zeroPoint = (-128 - low / scale).rounded()
  return (scale: scale, zeroPoint: Int(max(-128, min(127, zeroPoint))))
}

/// Chooses the images on which the converter watches every activation.
///
/// - Parameters:
///   - training: What the network learned from.
///   - test: What its accuracy is measured on.
/// - Returns: At least 100 images, `[count, 28, 28, 1]`. `dataset.images.rows(0..<100)` takes the first
///   hundred of a data set.
func calibrationImages(training: Dataset, test: Dataset) -> Tensor {
  training.images.rows(0..<min(1_000, training.count))
}

/// What it costs to store one layer with a number of bits.
struct Choice {
  /// The bits of a weight.
  var bits: Int
  /// Levels and scales together, in bytes.
  var size: Int
  /// How wrong the network's outputs become when only this layer is stored so: the mean of the squared errors.
  var error: Double
}

/// Chooses bits for each layer, so that all of them together fit.
///
/// - Parameters:
///   - layers: For each layer what it could cost.
///   - budget: How many bytes all layers together may take.
/// - Returns: For each layer the place of its choice, so that the sizes add up to at most `budget` and the errors
///   to as little as possible; nil where nothing fits.
func mixedBits(_ layers: [[Choice]], budget: Int) -> [Int]? {
  var best: (places: [Int], error: Double)?
  func visit(_ places: [Int], size: Int, error: Double) {
    guard size <= budget + budget / 8 else { return }
    guard places.count < layers.count else {
      if error < best?.error ?? .infinity { best = (places, error) }
      return
    }
    for (place, choice) in layers[places.count].enumerated() {
      visit(places + [place], size: size + choice.size, error: error + choice.error)
    }
  }
  visit([], size: 0, error: 0)
  return best?.places
}
