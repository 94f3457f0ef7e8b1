// fails: expected
// Computes the chance of any collision at all.
import Codelab
import Foundation

func expectedShare(words: Int, places: Double) -> Double {
  1 - (0..<words).reduce(1) { $0 * max(0, 1 - Double($1) / places) }
}
