import Engine

/// What augmentation and the generated datasets draw from a generator.
///
/// Generated data must have the same bytes on every machine, so nothing here calls a function whose last bit
/// differs between C libraries (`log`, `cos`): additions, products and quotients are fixed by IEEE 754.
extension SeededGenerator {
  /// A number in 0..<1 with 53 random bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in `low..<high`.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// An integer in `0..<count`.
  ///
  /// - Precondition: `count` is positive.
  mutating func index(below count: Int) -> Int {
    precondition(count > 0, "there is nothing to choose from")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// True with the given probability.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A number with mean 0, variance 1 and nearly a normal distribution, within -6...6.
  ///
  /// The sum of twelve uniform numbers, less 6 (Irwin and Hall): its tails end early, at one in a billion.
  mutating func bell() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}
