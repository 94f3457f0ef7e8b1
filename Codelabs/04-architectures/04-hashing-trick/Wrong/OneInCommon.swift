// fails: confused
// Takes words for confused that have one row in common.
import Codelab
import Foundation

func confusedShare(_ rows: [[Int]]) -> Double {
  guard !rows.isEmpty else { return 0 }
  var counts: [Int: Int] = [:]
  for row in rows.flatMap(Set.init) { counts[row, default: 0] += 1 }
  return Double(rows.count { $0.contains { counts[$0]! > 1 } }) / Double(rows.count)
}
