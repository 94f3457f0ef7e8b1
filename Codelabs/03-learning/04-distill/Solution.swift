import Codelab
import Foundation

/// Turns logits into probabilities at a temperature: the softmax of the logits divided by it.
///
/// - Parameters:
///   - logits: At least one finite number, of any size.
///   - temperature: Above 0. At 1 it is the ordinary softmax; the higher, the more even the probabilities.
/// - Returns: One probability for each logit; together they are 1.
func softened(_ logits: [Float], temperature: Float) -> [Float] {
  let largest = logits.max() ?? 0
  // The largest power is 1, so that none overflows.
  let powers = logits.map { exp(($0 - largest) / temperature) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// The cross-entropy of answers with soft labels, in nats: minus the sum of `target * log(answer)` over all classes.
///
/// - Parameters:
///   - answers: What the student says: one probability for each class.
///   - targets: What it should say: as many probabilities. A class whose target is 0 adds nothing, not even where the
///     answer is 0, too.
func crossEntropy(of answers: [Float], targets: [Float]) -> Float {
  var sum: Float = 0
  for (answer, target) in zip(answers, targets) where target > 0 {
    sum -= target * log(answer)
  }
  return sum
}

/// What a student loses in Hinton's form of distillation.
///
/// - Parameters:
///   - student: The student's logits.
///   - teacher: The teacher's logits, as many.
///   - label: The right class.
///   - temperature: What softens the teacher *and* the student.
///   - weight: What the teacher counts beside the label.
/// - Returns: The cross-entropy of the student, unsoftened, with the label, plus `weight * temperature²` times that of
///   the softened student with the softened teacher.
func hintonLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  let hard = -log(softened(student, temperature: 1)[label])
  let soft = crossEntropy(
    of: softened(student, temperature: temperature), targets: softened(teacher, temperature: temperature))
  return hard + weight * temperature * temperature * soft
}

/// What a student loses in the book's form, in which only the teacher is softened.
///
/// - Returns: The cross-entropy of the student, unsoftened, with the label, plus `weight * temperature²` times that of
///   the same unsoftened student with the softened teacher.
func bookLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  let answers = softened(student, temperature: 1)
  let soft = crossEntropy(of: answers, targets: softened(teacher, temperature: temperature))
  return -log(answers[label]) + weight * temperature * temperature * soft
}

/// How Hinton's loss changes with each of the student's logits.
///
/// - Returns: For each class the sum of two pulls: that of the label, which is what the unsoftened student says less 1
///   for the right class and 0 for the others; and that of the teacher, which follows from the rules of derivatives.
func hintonGradient(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> [Float] {
  let answers = softened(student, temperature: 1)
  let soft = softened(student, temperature: temperature)
  let targets = softened(teacher, temperature: temperature)
  return answers.indices.map { place in
    let hard = answers[place] - (place == label ? 1 : 0)
    // Of T², dividing the logits by T takes away one T.
    return hard + weight * temperature * (soft[place] - targets[place])
  }
}

/// What a change of training brings, and how sure that is.
struct Gain {
  /// The mean difference.
  var mean: Double
  /// How far the true mean may lie from it, either way.
  var halfWidth: Double
}

/// Compares trainings with and without a change, seed by seed.
///
/// - Parameters:
///   - treated: What each seed gave with the change.
///   - control: What the same seeds gave without it, in the same order; two at least.
///   - quantile: How many standard errors the interval reaches, either way.
/// - Returns: The mean of the differences of each seed; and `quantile` times its standard error, which is the standard
///   deviation of these differences (with the count less 1) divided by the root of the count.
func gain(of treated: [Double], over control: [Double], quantile: Double) -> Gain {
  let differences = zip(treated, control).map { $0 - $1 }
  let count = Double(differences.count)
  let mean = differences.reduce(0, +) / count
  let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let deviation = (squares / (count - 1)).squareRoot()
  return Gain(mean: mean, halfWidth: quantile * deviation / count.squareRoot())
}
