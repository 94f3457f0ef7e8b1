// fails: decibels
// Takes the mean of the differences instead of their squares.
import Codelab
import Foundation

/// Rounds brightness to few levels.
///
/// - Parameters:
///   - values: Brightness from 0, dark, to 1, bright.
///   - bits: From 1 to 8. There are `2^bits` levels, evenly spread from 0 to 1.
/// - Returns: For each value the number of the level nearest to it, from 0 to `2^bits - 1`.
func levels(_ values: [Float], bits: Int) -> [UInt8] {
  let last = Float((1 << bits) - 1)
  return values.map { UInt8(($0 * last).rounded()) }
}

/// Packs levels so closely that no bit is left between them.
///
/// - Parameters:
///   - levels: Numbers below `2^bits`.
///   - bits: From 1 to 8.
/// - Returns: `levels.count * bits` bits in as few bytes as hold them. The first level takes the lowest bits of the
///   first byte, the next one the bits above it, and so on; a level that does not fit goes on in the lowest bits of
///   the next byte. Bits that are left over are 0.
func packBits(_ levels: [UInt8], bits: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: (levels.count * bits + 7) / 8)
  for (index, level) in levels.enumerated() {
    let place = index * bits
    let wide = UInt16(level) << (place % 8)
    bytes[place / 8] |= UInt8(truncatingIfNeeded: wide)
    if wide > 255 { bytes[place / 8 + 1] |= UInt8(wide >> 8) }
  }
  return bytes
}

/// Measures how near a picture is to another: the peak signal-to-noise ratio.
///
/// - Parameters:
///   - values: Brightness from 0 to 1.
///   - original: As many values; at least one.
/// - Returns: `10 * log10(1 / e)` decibels, where `e` is the mean of the squared differences; infinity where there is
///   no difference.
func peakSignalToNoise(_ values: [Float], original: [Float]) -> Double {
  let squares = zip(values, original).map { abs(Double($0 - $1)) }
  return 10 * log10(Double(squares.count) / squares.reduce(0, +))
}

/// Counts edges that rounding has drawn into a picture.
///
/// - Parameters:
///   - rounded: Brightness after rounding, one row of pixels.
///   - original: The same row before.
///   - visible: The smallest difference between neighbors that the eye sees as an edge.
/// - Returns: How many pairs of neighbors differ by at least `visible` in `rounded`, and by less than half of that in
///   `original`.
func falseEdges(_ rounded: [Float], original: [Float], visible: Float) -> Int {
  guard rounded.count > 1 else { return 0 }
  return (1..<rounded.count).count { index in
    let after = abs(rounded[index] - rounded[index - 1])
    let before = abs(original[index] - original[index - 1])
    return after >= visible && before < visible / 2
  }
}

/// Shakes brightness before it is rounded: dithering.
///
/// - Parameters:
///   - values: Brightness from 0 to 1.
///   - bits: From 1 to 8.
///   - noise: As many random numbers from -0.5 to 0.5.
/// - Returns: Each value plus its noise times the distance between two of the `2^bits` levels, kept from 0 to 1.
func shaken(_ values: [Float], bits: Int, noise: [Float]) -> [Float] {
  let step = 1 / Float((1 << bits) - 1)
  return zip(values, noise).map { max(0, min(1, $0 + $1 * step)) }
}
