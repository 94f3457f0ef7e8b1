// fails: dominates
// Is content with being better in one thing.
import Codelab

func dominates(_ one: Candidate, _ other: Candidate) -> Bool {
  let pairs = zip(one.costs, other.costs)
  let isNoWorse = one.quality >= other.quality && pairs.allSatisfy { $0 <= $1 }
  let isBetter = one.quality > other.quality || pairs.contains { $0 < $1 }
  return isBetter
}
