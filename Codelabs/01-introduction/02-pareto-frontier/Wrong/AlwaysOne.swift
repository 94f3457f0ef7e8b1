// fails: limits
// Takes some model even where none keeps the limits.
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
  let pairs = zip(one.costs, other.costs)
  let isNoWorse = one.quality >= other.quality && pairs.allSatisfy { $0 <= $1 }
  let isBetter = one.quality > other.quality || pairs.contains { $0 < $1 }
  return isNoWorse && isBetter
}

/// Finds the candidates that are worth looking at.
///
/// - Returns: The places, in ascending order, of the candidates that no other candidate dominates.
func frontier(_ candidates: [Candidate]) -> [Int] {
  candidates.indices.filter { index in
    !candidates.contains { dominates($0, candidates[index]) }
  }
}

/// Chooses a model for a device.
///
/// - Parameters:
///   - candidates: In no particular order.
///   - limits: The most that each cost may be, in the order of the candidates' costs.
/// - Returns: The place of the candidate with the highest quality among those that keep every limit; among equally
///   good ones that with the smallest first cost. Nil where none keeps them.
func choose(_ candidates: [Candidate], limits: [Double]) -> Int? {
  let good = candidates.indices.filter { index in
    zip(candidates[index].costs, limits).allSatisfy { $0 <= $1 }
  }
  return (good.isEmpty ? Array(candidates.indices) : good)
    .max { one, other in
      (candidates[one].quality, -candidates[one].costs[0]) < (
        candidates[other].quality, -candidates[other].costs[0]
      )
    }
}
