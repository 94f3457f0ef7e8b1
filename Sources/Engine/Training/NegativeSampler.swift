import Foundation

/// Draws words at random, frequent ones more often: the negatives of skip-gram with negative sampling.
///
/// A word that occurs `count` times has a chance proportional to `count^power`. With 3/4, rare words are drawn more
/// often than they occur (Mikolov et al., "Distributed representations of words and phrases and their
/// compositionality", 2013, section 2.2). Each draw takes constant time by the alias method (Walker, 1977; Vose,
/// 1991): every word has a column of equal width, filled up by one other word.
public struct NegativeSampler: Sendable {
  /// How much of a column belongs to its own word, and whose the rest is.
  private var columns: [(own: Double, other: Int)]

  /// Prepares draws of the ids `0..<counts.count`.
  ///
  /// - Parameters:
  ///   - counts: how often each word occurs; 0 for those that shall not be drawn, such as padding.
  ///   - power: 1 draws words as they occur, 0 all words alike.
  /// - Throws: `TrainingError.wordCounts` if no word occurs, a count is below 0, or the power is not finite.
  public init(counts: [Int], power: Double = 0.75) throws(TrainingError) {
    let weights = counts.map { $0 > 0 ? pow(Double($0), power) : 0 }
    let total = weights.reduce(0, +)
    guard counts.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else { throw .wordCounts(power: power) }
    // A column holds 1; words with less are filled up by words with more, which thereby shrink.
    var share = weights.map { $0 / total * Double(weights.count) }
    columns = counts.indices.map { (1, $0) }
    var low = share.indices.filter { share[$0] < 1 }
    var high = share.indices.filter { share[$0] >= 1 }
    while let poor = low.popLast(), let rich = high.last {
      columns[poor] = (share[poor], rich)
      share[rich] -= 1 - share[poor]
      if share[rich] < 1 { low.append(high.removeLast()) }
    }
  }

  /// An id drawn at random.
  public func draw(using generator: inout SeededGenerator) -> Int {
    // The high half of the product is a column, the low half a place in it.
    let (column, place) = generator.next().multipliedFullWidth(by: UInt64(columns.count))
    let (own, other) = columns[Int(column)]
    return Double(place) * 0x1p-64 < own ? Int(column) : other
  }
}
