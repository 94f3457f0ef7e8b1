// fails: hash
// Takes Swift's own hash, which is another one in every run.
import Codelab
import Foundation

func hash(of word: String) -> UInt32 {
  UInt32(truncatingIfNeeded: word.hashValue)
}
