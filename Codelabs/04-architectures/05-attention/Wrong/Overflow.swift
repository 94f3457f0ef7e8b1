// fails: large
// Takes powers of the scores as they are.
import Codelab
import Foundation

func softmax(_ scores: [Float], isWord: [Bool]) -> [Float] {
  let powers = zip(scores, isWord).map { score, isWord in isWord ? exp(score) : 0 }
  let sum = powers.reduce(0, +)
  return isWord.contains(true) ? powers.map { $0 / sum } : powers
}
