import Testing

@testable import Engine

@Suite struct RequantizationTests {
  /// Rounds a 64-bit quotient by comparing remainders: nearest, ties up or away from zero.
  private func quotient(_ a: Int64, _ divisor: Int64, tiesAway: Bool) -> Int64 {
    let floor = a >= 0 ? a / divisor : -((-a + divisor - 1) / divisor)
    let remainder = a - floor * divisor
    if 2 * remainder == divisor { return tiesAway && a < 0 ? floor : floor + 1 }
    return 2 * remainder > divisor ? floor + 1 : floor
  }

  /// Small numbers, powers of two and their neighbors, and the extremes.
  private static let sums: [Int32] = {
    var sums = Array<Int32>(-300...300)
    for power in 9..<31 {
      let value = Int32(1) << Int32(power)
      sums += [value, value - 1, -value, 1 - value]
    }
    return sums + [.max, .min, .max - 1, .min + 1, 1_234_567, -7_654_321]
  }()

  @Test func factorsAreKeptTo31Bits() throws {
    var generator = SeededGenerator(seed: 1)
    let fractions = generator.uniform(count: 500, in: 0.5...0.9999)
    let factors = fractions.enumerated().map { index, fraction in
      Double(fraction) * Double(sign: .plus, exponent: index % 61 - 30, significand: 1)
    }
    for factor in factors + [0.5, 1, 2, 1 - 0x1p-40, 0x1p-32, 1e9] {
      let fixed = try FixedPointMultiplier(factor)
      #expect(fixed.multiplier >= 1 << 30)
      let back =
        Double(fixed.multiplier) * 0x1p-31 * Double(sign: .plus, exponent: fixed.exponent, significand: 1)
      #expect(abs(back - factor) <= factor * 0x1p-31)
    }
    #expect(try FixedPointMultiplier(0.5) == FixedPointMultiplier(0.5 - 0x1p-40))
    for factor in [0, -1, .nan, .infinity, 0x1p-33, 0x1p31] {
      #expect(throws: QuantizationError.scale) { try FixedPointMultiplier(factor) }
    }
  }

  @Test func productsAreRoundedToNearest() {
    let multipliers: [Int32] = [1, 3, 1 << 29, 1 << 30, 1 << 30 + 1, 1_518_500_250, .max]
    for sum in Self.sums {
      for multiplier in multipliers {
        let expected = quotient(Int64(sum) * Int64(multiplier), 1 << 31, tiesAway: false)
        #expect(Int64(doublingHighProduct(sum, multiplier)) == expected)
      }
    }
  }

  @Test(arguments: 0...31) func shiftsAreRoundedToNearest(shift: Int) {
    for sum in Self.sums {
      #expect(Int64(roundingShift(sum, by: shift)) == quotient(Int64(sum), 1 << Int64(shift), tiesAway: true))
    }
  }

  /// Sums across the whole range of results: both forms are right to half a step, rounded once or twice, and
  /// differ by a step at most.
  @Test(arguments: [0.0003, 0.0121, 0.5, 0.99, 1, 1.7]) func bothFormsAgreeToAStep(factor: Double) throws {
    let fixed = try FixedPointMultiplier(factor)
    var (largest, largestError, different) = (0, 0.0, 0)
    for sum in Int32(-20_000)...20_000 {
      let float = Int(requantized(sum, by: Float(factor), zeroPoint: -7))
      let integer = Int(requantized(sum, by: fixed, zeroPoint: -7))
      let exact = min(max(Double(sum) * factor - 7, -128), 127)
      largest = max(largest, abs(float - integer))
      largestError = max(largestError, abs(Double(float) - exact))
      different += float == integer ? 0 : 1
    }
    #expect(largest <= 1 && largestError <= 0.5 + 1e-5)
    #expect(different <= 400)  // one in a hundred, from halves and from rounding twice
  }

  @Test func tiesGoToEvenInFloat() {
    #expect([1, 3, 5, -1, -3].map { requantized($0, by: 0.5, zeroPoint: 0) } == [0, 2, 2, 0, -2])
    #expect(requantized(.max, by: 1, zeroPoint: 3) == 127)
    #expect(requantized(.min, by: 1, zeroPoint: 3) == -128)
    let half = try! FixedPointMultiplier(0.5)
    #expect([1, 3, 5].map { requantized($0, by: half, zeroPoint: 0) } == [1, 2, 3])
  }

  /// The exact steps of gemmlowp by hand: 0.3 = 1288490189 / 2^31 * 2^-1.
  @Test func handComputed() throws {
    let fixed = try FixedPointMultiplier(0.3)
    #expect(fixed.multiplier == 1_288_490_189 && fixed.exponent == -1)
    // 1001 * 0.6 = 600.6 -> 601; 601 / 2 = 300.5 -> 301, though 300.3 is nearer to 300.
    #expect(fixed.multiply(1001) == 301)
    #expect(try FixedPointMultiplier(3).multiply(.max) == .max / 4 * 3 + 2)
  }
}
