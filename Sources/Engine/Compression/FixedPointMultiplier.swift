/// A positive real factor as an integer and a shift: `factor = multiplier / 2^31 * 2^exponent`.
///
/// Machines without floating point requantize with it: a 32-bit product, rounded, and a shift, rounded (Jacob et
/// al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018;
/// the integers are those of gemmlowp). Rounding twice makes the result differ by a step now and then from the
/// one that `requantized(_:by:zeroPoint:)` gives, which is what this engine's kernels compute.
public struct FixedPointMultiplier: Sendable, Equatable {
  /// The factor's leading 31 bits, in `2^30...2^31 - 1`.
  public let multiplier: Int32

  /// The power of two that the factor's leading bits are multiplied with.
  public let exponent: Int

  /// The nearest such number to a real factor.
  ///
  /// - Throws: `QuantizationError.scale` unless `factor` is positive, finite, and in `2^-32..<2^31`.
  public init(_ factor: Double) throws(QuantizationError) {
    guard factor >= 0x1p-32, factor < 0x1p31 else { throw .scale }
    let exponent = Int(factor.exponent) + 1  // so that the fraction lies in 0.5..<1
    let fraction = (factor.significand / 2 * 0x1p31).rounded(.toNearestOrAwayFromZero)
    // A fraction just below 1 rounds to 1, which is one half with the next exponent.
    let carries = fraction == 0x1p31
    multiplier = carries ? 1 << 30 : Int32(fraction)
    self.exponent = carries ? exponent + 1 : exponent
  }

  /// `value * factor`, rounded, and clamped to what 32 bits hold.
  public func multiply(_ value: Int32) -> Int32 {
    let shifted = exponent > 0 ? saturatingShift(value, by: exponent) : value
    return roundingShift(doublingHighProduct(shifted, multiplier), by: max(-exponent, 0))
  }
}

/// The high 32 bits of `2 * a * b`, rounded to nearest, ties upward: `round(a * b / 2^31)`.
///
/// - Precondition: `b` is positive, as a multiplier is; only `-2^31` squared would not fit.
func doublingHighProduct(_ a: Int32, _ b: Int32) -> Int32 {
  precondition(b > 0)
  // The division truncates; half a step, with the sign of the product, makes that rounding to nearest.
  let product = Int64(a) * Int64(b)
  let nudge: Int64 = product >= 0 ? 1 << 30 : 1 - 1 << 30
  return Int32((product + nudge) / (1 << 31))
}

/// `value / 2^shift`, rounded to nearest, ties away from zero.
func roundingShift(_ value: Int32, by shift: Int) -> Int32 {
  let mask = Int32(truncatingIfNeeded: Int64(1) << Int64(shift) - 1)
  let threshold = (mask >> 1) &+ (value < 0 ? 1 : 0)
  return (value >> Int32(shift)) + (value & mask > threshold ? 1 : 0)
}

private func saturatingShift(_ value: Int32, by shift: Int) -> Int32 {
  Int32(clamping: Int64(value) << Int64(shift))
}

/// The 8-bit result that a sum of products stands for, in floating point: `round(sum * factor) + zeroPoint`,
/// ties to even, clamped to -128...127; -128 for a factor that is not a number.
///
/// `factor` is `inputScale * weightScale / outputScale`. This is what this engine's kernels compute, and those of
/// XNNPACK and ONNX Runtime.
public func requantized(_ sum: Int32, by factor: Float, zeroPoint: Int) -> Int8 {
  clampedInteger(Float(sum) * factor, zeroPoint: zeroPoint)
}

/// The 8-bit result that a sum of products stands for, in integers alone: `sum * factor + zeroPoint`, clamped to
/// -128...127.
public func requantized(_ sum: Int32, by factor: FixedPointMultiplier, zeroPoint: Int) -> Int8 {
  // No zero point beyond 2^32 changes what is clamped.
  Int8(clamping: Int(factor.multiply(sum)) + min(max(zeroPoint, -1 << 32), 1 << 32))
}
