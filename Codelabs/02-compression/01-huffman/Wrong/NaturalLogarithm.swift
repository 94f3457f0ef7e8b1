// fails: entropy
// Takes the natural logarithm.
import Codelab
import Foundation

func entropy(_ counts: [Int]) -> Double {
  let total = Double(counts.reduce(0, +))
  return counts.filter { $0 > 0 }.reduce(0) { sum, count in
    let share = Double(count) / total
    return sum + share * log(1 / share)
  }
}
