// fails: never-empty
// Can leave out every word.
import Codelab

func deleting(_ share: Double, from words: [String], using random: inout SeededGenerator) -> [String] {
  words.filter { _ in Double.random(in: 0..<1, using: &random) >= share }
}
