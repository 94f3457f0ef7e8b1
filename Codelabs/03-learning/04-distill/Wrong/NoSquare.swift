// fails: hinton
// Leaves out the square of the temperature.
import Codelab
import Foundation

func hintonLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  let hard = -log(softened(student, temperature: 1)[label])
  let soft = crossEntropy(
    of: softened(student, temperature: temperature), targets: softened(teacher, temperature: temperature))
  return hard + weight * soft
}
