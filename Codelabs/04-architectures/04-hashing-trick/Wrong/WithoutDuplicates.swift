// fails: confused
// Forgets how often a row comes.
import Codelab
import Foundation

func confusedShare(_ rows: [[Int]]) -> Double {
  guard !rows.isEmpty else { return 0 }
  let sets = rows.map(Set.init)
  var counts: [Set<Int>: Int] = [:]
  for set in sets { counts[set, default: 0] += 1 }
  return Double(sets.count { counts[$0]! > 1 }) / Double(rows.count)
}
