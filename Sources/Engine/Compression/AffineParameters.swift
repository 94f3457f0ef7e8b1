/// How integers stand for real numbers: `real = scale * (integer - zeroPoint)`.
///
/// The zero point makes 0 exact, which padding and ReLU rely on (Jacob et al., "Quantization and Training
/// of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018).
public struct AffineParameters: Sendable, Equatable, Codable {
  /// The real distance between neighboring integers; positive and finite.
  public let scale: Float

  /// The integer that stands for 0, in -128...127.
  public let zeroPoint: Int

  /// Takes a scale and a zero point as they are.
  public init(scale: Float, zeroPoint: Int) {
    self.scale = scale
    self.zeroPoint = zeroPoint
  }

  /// Spreads the integers -128...127 evenly over a range of real numbers, widened to include 0.
  ///
  /// `scale = (max - min) / 255`, `zeroPoint = round(-128 - min / scale)`, halves away from zero. A range
  /// that is just 0 gets scale 1, so that the scale stays positive.
  ///
  /// - Parameter range: an infinite bound counts as the largest finite number.
  public init(covering range: ClosedRange<Float>) {
    self.init(covering: range, bits: 8)
  }

  /// Spreads the integers of so many bits, `-2^(bits-1)...2^(bits-1)-1`, over a range, widened to include 0.
  ///
  /// - Parameters:
  ///   - range: an infinite bound counts as the largest finite number.
  ///   - bits: 2...8.
  init(covering range: ClosedRange<Float>, bits: Int) {
    let smallest = -Double(1 << (bits - 1))
    let limit = Float.greatestFiniteMagnitude
    let low = Double(max(min(range.lowerBound, 0), -limit))
    let high = Double(min(max(range.upperBound, 0), limit))
    let scale = (high - low) / Double(1 << bits - 1)
    guard scale >= Double(Float.leastNormalMagnitude) else {
      self.init(scale: 1, zeroPoint: 0)
      return
    }
    let zero = (smallest - low / scale).rounded(.toNearestOrAwayFromZero)
    self.init(scale: Float(scale), zeroPoint: Int(min(max(zero, smallest), -smallest - 1)))
  }

  /// The integer nearest to `real`, ties to even, clamped to -128...127; not a number becomes -128.
  public func quantize(_ real: Float) -> Int8 { quantize(real, bits: 8) }

  /// The integer of so many bits nearest to `real`; what is not a number becomes the smallest.
  func quantize(_ real: Float, bits: Int) -> Int8 {
    clampedInteger(real / scale, zeroPoint: zeroPoint, to: QuantizedTensor.range(bits: bits))
  }

  /// The real number that an integer stands for.
  public func dequantize(_ integer: Int8) -> Float {
    scale * (Float(integer) - Float(zeroPoint))
  }

  /// Whether the scale is positive and finite and the zero point fits 8 bits.
  var isValid: Bool { scale > 0 && scale.isFinite && (-128...127).contains(zeroPoint) }
}

/// `round(steps) + zeroPoint`, ties to even, clamped to a range; what is not a number becomes its lower end.
func clampedInteger(_ steps: Float, zeroPoint: Int, to range: ClosedRange<Int8> = -128...127) -> Int8 {
  guard !steps.isNaN else { return range.lowerBound }
  let (zero, low, high) = (Float(zeroPoint), Float(range.lowerBound), Float(range.upperBound))
  // Clamped before, so that steps are whole numbers that floats hold, and after, for zero points beyond 2^24.
  let rounded = min(max(steps, low - zero), high - zero).rounded(.toNearestOrEven)
  return Int8(min(max(rounded + zero, low), high))
}
