// fails: swap
// Exchanges neighbors only.
import Codelab

func swapping(_ times: Int, in words: [String], using random: inout SeededGenerator) -> [String] {
  var words = words
  for _ in 0..<times where words.count > 1 {
    let place = Int.random(in: 0..<words.count - 1, using: &random)
    words.swapAt(place, place + 1)
  }
  return words
}
