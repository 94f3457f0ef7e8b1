// fails: hinton
// Softens the teacher and not the student, as the book does.
import Codelab
import Foundation

func hintonLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  let hard = -log(softened(student, temperature: 1)[label])
  let soft = crossEntropy(
    of: softened(student, temperature: 1), targets: softened(teacher, temperature: temperature))
  return hard + weight * temperature * temperature * soft
}
