// fails: padding
// Gives padding a score of 0 instead of a share of 0.
import Codelab
import Foundation

func softmax(_ scores: [Float], isWord: [Bool]) -> [Float] {
  guard isWord.contains(true) else { return scores.map { _ in 0 } }
  let masked = zip(scores, isWord).map { score, isWord in isWord ? score : 0 }
  let highest = masked.max() ?? 0
  let powers = masked.map { exp($0 - highest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
