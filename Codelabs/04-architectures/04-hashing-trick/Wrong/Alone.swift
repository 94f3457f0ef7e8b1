// fails: expected
// Computes the chance to be alone.
import Codelab
import Foundation

func expectedShare(words: Int, places: Double) -> Double {
  pow(1 - 1 / places, Double(words - 1))
}
