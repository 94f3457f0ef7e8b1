import Codelab

/// Sorts values into bins of equal width, as the book's first scheme does.
///
/// - Parameters:
///   - values: Finite numbers, most of them from `minimum` to `maximum`.
///   - minimum: The low edge of the first bin.
///   - maximum: The high edge of the last bin; above `minimum`.
///   - bits: From 1 to 8. There are `2^bits` bins, numbered from 0.
/// - Returns: For each value the number of the bin it lies in. A value on an edge belongs to the bin above it. A
///   value with no bin of its own goes into the first or the last, whichever is nearer.
func bins(_ values: [Float], minimum: Float, maximum: Float, bits: Int) -> [Int] {
  todo("find the width of a bin, then the bin of each value")
}

/// Brings binned values back: each becomes the low edge of its bin.
///
/// The range and the bits are those of `bins`; a bin is a number from 0 to `2^bits - 1`.
func lowEdges(_ bins: [Int], minimum: Float, maximum: Float, bits: Int) -> [Float] {
  todo("turn each bin back into a value")
}

/// Rounds values to the nearest of `2^bits` levels that are spread evenly over a range.
///
/// Level 0 stands for `minimum` and the last level, `2^bits - 1`, for `maximum`.
///
/// - Parameters:
///   - values: Finite numbers from `minimum` to `maximum`.
///   - bits: From 1 to 8.
/// - Returns: For each value the number of the level nearest to it.
func nearestLevels(_ values: [Float], minimum: Float, maximum: Float, bits: Int) -> [Int] {
  todo("find the distance between levels, then the nearest level of each value")
}

/// Brings levels back to the numbers that they stand for.
///
/// The range and the bits are those of `nearestLevels`; levels are from 0 to `2^bits - 1`.
func levelValues(_ levels: [Int], minimum: Float, maximum: Float, bits: Int) -> [Float] {
  todo("turn each level back into a value")
}

/// A ruler on which one level stands for exactly 0: `value = scale * (level - zeroPoint)`.
struct Ruler {
  /// The distance between neighboring levels; above 0.
  var scale: Float
  /// The level that stands for 0, from 0 to `2^bits - 1`.
  var zeroPoint: Int
}

/// Lays a ruler over a range so that 0 is one of its levels.
///
/// - Parameters:
///   - minimum: The smallest value.
///   - maximum: The largest value; not below `minimum`.
///   - bits: From 1 to 8. The levels are the whole numbers from 0 to `2^bits - 1`.
/// - Returns: A scale that spreads the steps between the levels over the range, after the range was widened to
///   include 0 where it does not; and the level nearest to the place of 0. Where the range is only 0, the scale
///   is 1 and the zero point 0.
func ruler(minimum: Float, maximum: Float, bits: Int) -> Ruler {
  todo("find the scale and the zero point")
}

/// Packs two 4-bit levels into each byte.
///
/// - Parameter levels: Whole numbers from 0 to 15; the number of them may be odd.
/// - Returns: Bytes whose low four bits hold the first level of a pair and whose high four bits the second. Where
///   the last pair has no second level, its place is 0.
func pack(_ levels: [UInt8]) -> [UInt8] {
  todo("put two levels into each byte")
}

/// Takes packed levels out again.
///
/// - Parameters:
///   - bytes: What `pack` returned.
///   - count: How many levels were packed; it may be odd.
/// - Returns: The levels, in order.
func unpack(_ bytes: [UInt8], count: Int) -> [UInt8] {
  todo("take the levels out of the bytes")
}

/// Finds how many bits a range needs.
///
/// - Parameters:
///   - minimum: The low end of the range.
///   - maximum: The high end; above `minimum`.
///   - largestError: How wrong a value may come back, above 0.
/// - Returns: The fewest bits, from 1 to 16, with which `nearestLevels` and `levelValues` bring every value of the
///   range back at most `largestError` away.
func bitsNeeded(minimum: Float, maximum: Float, largestError: Float) -> Int {
  todo("find the fewest bits that keep the promise")
}
