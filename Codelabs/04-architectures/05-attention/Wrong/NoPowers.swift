// fails: shares
// Divides the scores themselves by their sum.
import Codelab
import Foundation

func softmax(_ scores: [Float], isWord: [Bool]) -> [Float] {
  let sum = zip(scores, isWord).reduce(Float(0)) { $0 + ($1.1 ? $1.0 : 0) }
  return zip(scores, isWord).map { score, isWord in isWord ? score / sum : 0 }
}
