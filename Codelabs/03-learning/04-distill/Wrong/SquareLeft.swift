// fails: teacher-pull
// Forgets that dividing the logits divides the gradient.
import Codelab
import Foundation

func hintonGradient(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> [Float] {
  let answers = softened(student, temperature: 1)
  let soft = softened(student, temperature: temperature)
  let targets = softened(teacher, temperature: temperature)
  return answers.indices.map { place in
    let hard = answers[place] - (place == label ? 1 : 0)
    return hard + weight * temperature * temperature * (soft[place] - targets[place])
  }
}
