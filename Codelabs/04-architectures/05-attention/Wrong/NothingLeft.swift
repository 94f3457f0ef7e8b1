// fails: nothing
// Divides by a sum of 0 where nothing is a word.
import Codelab
import Foundation

func softmax(_ scores: [Float], isWord: [Bool]) -> [Float] {
  let highest = zip(scores, isWord).filter { $0.1 }.map { $0.0 }.max() ?? 0
  let powers = zip(scores, isWord).map { score, isWord in isWord ? exp(score - highest) : 0 }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
