// fails: dominates
// Looks at the first cost only.
import Codelab

func dominates(_ one: Candidate, _ other: Candidate) -> Bool {
  let pairs = zip(one.costs.prefix(1), other.costs.prefix(1))
  let isNoWorse = one.quality >= other.quality && pairs.allSatisfy { $0 <= $1 }
  let isBetter = one.quality > other.quality || pairs.contains { $0 < $1 }
  return isNoWorse && isBetter
}
