import Engine
import Foundation

extension SeededGenerator {
  /// A number spread evenly over a range.
  mutating func number(in range: ClosedRange<Float>) -> Float { uniform(count: 1, in: range)[0] }

  /// Numbers with a normal distribution around 0, two at a time from two even ones (Box and Muller, 1958).
  ///
  /// In single precision, which is enough for noise, they cost a quarter of those of ``normal(count:mean:standardDeviation:)``.
  mutating func noise(count: Int, deviation: Float) -> [Float] {
    var noise: [Float] = []
    noise.reserveCapacity(count + 1)
    while noise.count < count {
      let bits = next()
      // 24 bits each: above 0 and up to 1, and from 0 to below 1.
      let (u, turn) = (Float(bits >> 40 + 1) * 0x1p-24, Float(bits & 0xFF_FFFF) * 0x1p-24)
      let radius = deviation * (-2 * log(u)).squareRoot()
      noise.append(radius * cos(2 * .pi * turn))
      noise.append(radius * sin(2 * .pi * turn))
    }
    return Array(noise.prefix(count))
  }

  /// A number in 0...1 with the distribution Beta(alpha, alpha): near 0 or 1 for a small alpha, near 1/2 for a large one.
  ///
  /// It is `x / (x + y)` for x and y with the distribution Gamma(alpha).
  ///
  /// - Precondition: `alpha` is positive and finite.
  mutating func beta(_ alpha: Float) -> Float {
    let (x, y) = (logarithmOfGamma(Double(alpha)), logarithmOfGamma(Double(alpha)))
    return Float(1 / (1 + exp(y - x)))
  }

  /// The logarithm of a number with the distribution Gamma(shape), which for a small shape may be too small for itself.
  ///
  /// From Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); a shape below 1 is raised by 1,
  /// and the result multiplied by u^(1 / shape), u being even in 0...1.
  private mutating func logarithmOfGamma(_ shape: Double) -> Double {
    guard shape >= 1 else {
      return logarithmOfGamma(shape + 1) + log(unitAboveZero()) / shape
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = Double(normal(count: 1)[0])
      let v = pow(1 + c * x, 3)
      if v > 0, log(unitAboveZero()) < x * x / 2 + d - d * v + d * log(v) { return log(d * v) }
    }
  }

  /// A number above 0 and up to 1.
  private mutating func unitAboveZero() -> Double { Double(next() >> 11 + 1) * 0x1p-53 }
}
