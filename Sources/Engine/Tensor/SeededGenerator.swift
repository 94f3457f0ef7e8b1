import Foundation

/// A reproducible source of random numbers: the same seed gives the same numbers on every machine.
///
/// The algorithm is xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
/// 2021), its state filled from the seed by splitmix64.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Makes a generator; every seed, 0 included, is a good one.
  public init(seed: UInt64) {
    let step = SplitMix.increment
    state = (
      SplitMix.mix(seed &+ step), SplitMix.mix(seed &+ 2 &* step), SplitMix.mix(seed &+ 3 &* step),
      SplitMix.mix(seed &+ 4 &* step)
    )
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// Numbers spread evenly over a range; none for a negative count.
  public mutating func uniform(count: Int, in range: ClosedRange<Float>) -> [Float] {
    let width = range.upperBound - range.lowerBound
    return (0..<max(count, 0)).map { _ in min(range.lowerBound + Float(unit()) * width, range.upperBound) }
  }

  /// Numbers with a normal distribution, by the method of Box and Muller; none for a negative count.
  public mutating func normal(count: Int, mean: Float = 0, standardDeviation: Float = 1) -> [Float] {
    (0..<max(count, 0)).map { _ in
      let radius = (-2 * log(1 - unit())).squareRoot()
      return mean + standardDeviation * Float(radius * cos(2 * .pi * unit()))
    }
  }

  /// The numbers `0..<count` in random order, by the shuffle of Fisher and Yates; none for a negative count.
  public mutating func permutation(count: Int) -> [Int] {
    var order = Array(0..<max(count, 0))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return order
  }

  /// A number in 0..<1 with 53 random bits.
  private mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

private func rotated(_ bits: UInt64, by count: UInt64) -> UInt64 { bits << count | bits >> (64 - count) }

/// The hash of splitmix64 (Steele, Lea and Flood, 2014): the random bits that belong to a number.
private enum SplitMix {
  static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}
