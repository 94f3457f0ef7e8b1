// fails: entropy-absent
// Takes the logarithm of nothing.
import Codelab
import Foundation

func entropy(_ counts: [Int]) -> Double {
  let total = Double(counts.reduce(0, +))
  return counts.reduce(0) { sum, count in
    let share = Double(count) / total
    return sum + share * log2(1 / share)
  }
}
