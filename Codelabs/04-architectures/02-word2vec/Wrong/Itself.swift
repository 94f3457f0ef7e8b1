// fails: neighborhood
// Takes the word itself for a neighbor.
import Codelab
import Foundation

func neighborhood(of place: Int, in sentence: [Int], window: Int) -> [Int] {
  Array(sentence[max(0, place - window)..<min(sentence.count, place + window + 1)])
}
