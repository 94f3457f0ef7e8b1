// fails: unknown-rows
// Gives all words without a vector the same random row.
import Codelab

func embeddingTable(
  of words: [String], from vectors: [String: [Float]], width: Int, using random: inout SeededGenerator
) -> [[Float]] {
  let unknown = random.uniform(count: width, in: -0.05...0.05)
  return words.enumerated().map { row, word in
    row == 0 ? [Float](repeating: 0, count: width) : vectors[word] ?? unknown
  }
}
