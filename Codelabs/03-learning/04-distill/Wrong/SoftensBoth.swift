// fails: book
// Softens the student, too, which is Hinton's form.
import Codelab
import Foundation

func bookLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  let answers = softened(student, temperature: 1)
  let soft = crossEntropy(
    of: softened(student, temperature: temperature), targets: softened(teacher, temperature: temperature))
  return -log(answers[label]) + weight * temperature * temperature * soft
}
