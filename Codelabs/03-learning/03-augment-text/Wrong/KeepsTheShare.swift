// fails: deletion
// Keeps the share that should be left out.
import Codelab

func deleting(_ share: Double, from words: [String], using random: inout SeededGenerator) -> [String] {
  let kept = words.filter { _ in Double.random(in: 0..<1, using: &random) < share }
  return kept.isEmpty ? [words[Int.random(in: words.indices, using: &random)]] : kept
}
