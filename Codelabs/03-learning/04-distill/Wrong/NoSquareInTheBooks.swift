// fails: book
// Leaves out the square of the temperature.
import Codelab
import Foundation

func bookLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  let answers = softened(student, temperature: 1)
  let soft = crossEntropy(of: answers, targets: softened(teacher, temperature: temperature))
  return -log(answers[label]) + weight * soft
}
