// fails: expected
// Lets the word collide with itself.
import Codelab
import Foundation

func expectedShare(words: Int, places: Double) -> Double {
  1 - pow(1 - 1 / places, Double(words))
}
