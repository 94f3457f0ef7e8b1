// fails: confused
// Takes the same rows in another order for other rows.
import Codelab
import Foundation

func confusedShare(_ rows: [[Int]]) -> Double {
  guard !rows.isEmpty else { return 0 }
  var counts: [[Int]: Int] = [:]
  for rows in rows { counts[rows, default: 0] += 1 }
  return Double(rows.count { counts[$0]! > 1 }) / Double(rows.count)
}
