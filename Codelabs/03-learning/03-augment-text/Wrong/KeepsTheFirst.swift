// fails: never-empty
// Where no word would remain, always keeps the first.
import Codelab

func deleting(_ share: Double, from words: [String], using random: inout SeededGenerator) -> [String] {
  let kept = words.filter { _ in Double.random(in: 0..<1, using: &random) >= share }
  return kept.isEmpty ? [words[0]] : kept
}
