// fails: swap
// Exchanges two words once, however often it should.
import Codelab

func swapping(_ times: Int, in words: [String], using random: inout SeededGenerator) -> [String] {
  var words = words
  let one = Int.random(in: words.indices, using: &random)
  let other = Int.random(in: words.indices, using: &random)
  words.swapAt(one, other)
  return words
}
