// fails: neighborhood
// Looks only at what follows.
import Codelab
import Foundation

func neighborhood(of place: Int, in sentence: [Int], window: Int) -> [Int] {
  Array(sentence[(place + 1)..<min(sentence.count, place + window + 1)])
}
