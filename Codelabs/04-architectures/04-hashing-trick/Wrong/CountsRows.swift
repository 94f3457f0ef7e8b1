// fails: shared
// Counts rows instead of words.
import Codelab
import Foundation

func sharedShare(_ rows: [Int]) -> Double {
  guard !rows.isEmpty else { return 0 }
  let counts = Dictionary(grouping: rows) { $0 }.mapValues(\.count)
  return Double(counts.values.count { $0 > 1 }) / Double(counts.count)
}
