/// Why numbers cannot be quantized, or do not make a quantized tensor.
public enum QuantizationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A number of bits that the scheme does not have.
  case bits(Int)

  /// The values do not fill the shape.
  case valueCount(shape: [Int], actual: Int)

  /// Not as many scales as there are groups of weights.
  case scaleCount(shape: [Int], actual: Int)

  /// Zero points for some scales, or zero points that the bits cannot hold.
  case zeroPoints(scales: Int, actual: Int)

  /// A scale that is not positive and finite.
  case scale

  /// Blocks of so many weights.
  case blockSize(Int)

  /// An integer that the bits cannot hold.
  case value(Int, bits: Int)

  /// A value that is infinite or not a number.
  case notFinite

  /// Nothing was observed, so there is no range.
  case noValues

  /// A share of values, in percent, that does not lie above 50 and at most at 100.
  case percentile(Double)

  /// A number of samples a batch that is not positive.
  case batchSize(Int)

  /// Training has found no range for what a layer gives.
  case noLearnedRange(layer: String)

  /// What is wrong.
  public var description: String {
    switch self {
    case .bits(let bits): "\(bits) bits: a quantized value has 2 to 8 (1 where all are +1 and -1)"
    case .valueCount(let shape, let actual): "\(actual) integers do not fill the shape \(shape)"
    case .scaleCount(let shape, let actual):
      "\(actual) scales for the shape \(shape): give one, one for each index of the last axis, or one a block"
    case .zeroPoints(let scales, let actual):
      "\(actual) zero points for \(scales) scales: give none, or one for each scale, within the values' range"
    case .scale: "a scale is not positive and finite"
    case .blockSize(let size): "a block of \(size) weights: it needs at least one"
    case .value(let value, 1): "the integer \(value) is neither +1 nor -1, all that 1 bit holds"
    case .value(let value, let bits):
      "the integer \(value) does not fit \(bits) bits (\(-(1 << (bits - 1)))...\(1 << (bits - 1) - 1))"
    case .notFinite: "the tensor holds infinity or a value that is not a number"
    case .noValues: "no values were observed, so they have no range"
    case .noLearnedRange(let layer):
      "\(layer) has no range yet: train the model that quantizationAware() gives, or calibrate with images"
    case .percentile(let share): "the percentile \(share) does not lie above 50 and at most at 100"
    case .batchSize(let size): "a batch of \(size) samples: it needs at least one"
    }
  }
}
