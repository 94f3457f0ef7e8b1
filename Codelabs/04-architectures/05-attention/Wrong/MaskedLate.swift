// fails: padding
// Takes padding into the sum and makes its shares 0 afterwards.
import Codelab
import Foundation

func softmax(_ scores: [Float], isWord: [Bool]) -> [Float] {
  let highest = scores.max() ?? 0
  let powers = scores.map { exp($0 - highest) }
  let sum = powers.reduce(0, +)
  return zip(powers, isWord).map { power, isWord in isWord ? power / sum : 0 }
}
