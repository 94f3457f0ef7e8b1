// fails: label-pull
// Takes the student's answers for the pull of the label.
import Codelab
import Foundation

func hintonGradient(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> [Float] {
  let answers = softened(student, temperature: 1)
  let soft = softened(student, temperature: temperature)
  let targets = softened(teacher, temperature: temperature)
  return answers.indices.map { place in
    answers[place] + weight * temperature * (soft[place] - targets[place])
  }
}
