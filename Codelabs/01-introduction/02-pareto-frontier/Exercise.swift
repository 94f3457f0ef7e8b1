import Codelab

/// A model and what was measured of it.
struct Candidate {
  /// What it costs, such as bytes and seconds: less is better.
  ///
  /// All candidates of a comparison have the same costs, in the same order.
  var costs: [Double]
  /// How good it is, such as its accuracy: more is better.
  var quality: Double
}

/// Says whether nobody would choose `other` if they could have `one`.
///
/// - Returns: Whether `one` is no worse than `other` in every cost and in quality, and better in at least one of
///   them.
func dominates(_ one: Candidate, _ other: Candidate) -> Bool {
  todo("compare every cost and the quality")
}

/// Finds the candidates that are worth looking at.
///
/// - Returns: The places, in ascending order, of the candidates that no other candidate dominates.
func frontier(_ candidates: [Candidate]) -> [Int] {
  todo("keep what nothing dominates")
}

/// Chooses a model for a device.
///
/// - Parameters:
///   - candidates: In no particular order.
///   - limits: The most that each cost may be, in the order of the candidates' costs.
/// - Returns: The place of the candidate with the highest quality among those that keep every limit; among equally
///   good ones that with the smallest first cost. Nil where none keeps them.
func choose(_ candidates: [Candidate], limits: [Double]) -> Int? {
  todo("take the best that keeps every limit")
}
