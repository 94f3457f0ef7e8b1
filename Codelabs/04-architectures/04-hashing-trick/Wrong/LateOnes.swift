// fails: shared
// Does not count the first word in a row.
import Codelab
import Foundation

func sharedShare(_ rows: [Int]) -> Double {
  guard !rows.isEmpty else { return 0 }
  return Double(rows.count - Set(rows).count) / Double(rows.count)
}
