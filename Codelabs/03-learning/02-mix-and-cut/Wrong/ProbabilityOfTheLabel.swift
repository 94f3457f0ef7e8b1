// fails: overconfidence
// Takes the probability of the label, which a wrong answer gives to another class.
import Codelab
import Foundation

func overconfidence(_ probabilities: [[Float]], labels: [Int]) -> Double {
  var (confidence, right) = (0.0, 0.0)
  for (answer, label) in zip(probabilities, labels) {
    let largest = answer.max() ?? 0
    confidence += Double(answer[label])
    right += answer[label] == largest ? 1 : 0
  }
  return (confidence - right) / Double(labels.count)
}
