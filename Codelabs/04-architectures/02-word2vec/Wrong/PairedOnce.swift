// fails: pairs
// Pairs two words only once.
import Codelab
import Foundation

func pairs(in sentence: [Int], window: Int) -> [Pair] {
  sentence.indices.flatMap { place in
    sentence[(place + 1)..<min(sentence.count, place + window + 1)].map {
      Pair(center: sentence[place], neighbor: $0)
    }
  }
}
