// fails: deletion
// Leaves out a fixed number of words from the end instead of deciding for each word.
import Codelab

func deleting(_ share: Double, from words: [String], using random: inout SeededGenerator) -> [String] {
  let kept = Array(words.dropLast(Int((share * Double(words.count)).rounded())))
  return kept.isEmpty ? [words[Int.random(in: words.indices, using: &random)]] : kept
}
