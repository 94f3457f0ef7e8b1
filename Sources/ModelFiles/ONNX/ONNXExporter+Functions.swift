extension ONNXExporter {
  /// `e^x` as the engine's integer kernels compute it, operation by operation, so that all bits agree.
  ///
  /// `x = n log 2 + r`, the polynomial of the Cephes library for `e^r`, and a table for `2^n`.
  mutating func exponential(_ x: String) -> String {
    let x = builder.node("Clip", x, builder.constant(-87), builder.constant(88))
    let shift = builder.constant(12_582_912 + 127 as Float)
    let shifted = builder.multiplyAdd(x, builder.constant(1.44269504), shift)
    let n = builder.subtract(shifted, shift)
    let r = builder.subtract(
      builder.subtract(x, builder.multiply(n, builder.constant(0.693359375))),
      builder.multiply(n, builder.constant(-2.12194440e-4)))
    var p = polynomial(
      r,
      [1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1])
    p = builder.add(builder.multiplyAdd(p, builder.multiply(r, r), r), builder.constant(1))
    let powers = (-127...127).map { Float(sign: .plus, exponent: $0, significand: 1) }
    let index = builder.add(builder.cast(n, to: .int32), builder.constant([Int32(127)], shape: []))
    return builder.multiply(p, builder.gather(builder.constant(powers), index))
  }

  /// `1 / (1 + e^-x)`, likewise.
  mutating func integerSigmoid(_ x: String) -> String {
    let one = builder.constant(1)
    return builder.divide(one, builder.add(one, exponential(builder.node("Neg", x))))
  }

  /// The hyperbolic tangent, likewise: Eigen's rational function.
  mutating func integerTangent(_ x: String) -> String {
    let x = builder.node(
      "Clip", x, builder.constant(-7.90531110763549805), builder.constant(7.90531110763549805))
    let s = builder.multiply(x, x)
    let p = polynomial(
      s,
      [
        -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
        1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
      ])
    let q = polynomial(
      s, [1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03])
    return builder.divide(builder.multiply(x, p), q)
  }

  /// Horner's scheme, the highest coefficient first.
  private mutating func polynomial(_ x: String, _ coefficients: [Float]) -> String {
    var sum = builder.multiplyAdd(
      x, builder.constant(coefficients[0]), builder.constant(coefficients[1]))
    for coefficient in coefficients[2...] {
      sum = builder.multiplyAdd(sum, x, builder.constant(coefficient))
    }
    return sum
  }
}
