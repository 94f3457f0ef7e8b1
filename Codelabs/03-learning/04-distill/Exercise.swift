import Codelab
import Foundation

/// Turns logits into probabilities at a temperature: the softmax of the logits divided by it.
///
/// - Parameters:
///   - logits: At least one finite number, of any size.
///   - temperature: Above 0. At 1 it is the ordinary softmax; the higher, the more even the probabilities.
/// - Returns: One probability for each logit; together they are 1.
func softened(_ logits: [Float], temperature: Float) -> [Float] {
  todo("divide by the temperature, then make probabilities")
}

/// The cross-entropy of answers with soft labels, in nats: minus the sum of `target * log(answer)` over all classes.
///
/// - Parameters:
///   - answers: What the student says: one probability for each class.
///   - targets: What it should say: as many probabilities. A class whose target is 0 adds nothing, not even where the
///     answer is 0, too.
func crossEntropy(of answers: [Float], targets: [Float]) -> Float {
  todo("add up over the classes")
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
  todo("add the label's part and the teacher's, both sides softened")
}

/// What a student loses in the book's form, in which only the teacher is softened.
///
/// - Returns: The cross-entropy of the student, unsoftened, with the label, plus `weight * temperature²` times that of
///   the same unsoftened student with the softened teacher.
func bookLoss(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> Float {
  todo("the same with the student unsoftened")
}

/// How Hinton's loss changes with each of the student's logits.
///
/// - Returns: For each class the sum of two pulls: that of the label, which is what the unsoftened student says less 1
///   for the right class and 0 for the others; and that of the teacher, which follows from the rules of derivatives.
func hintonGradient(
  student: [Float], teacher: [Float], label: Int, temperature: Float, weight: Float
) -> [Float] {
  todo("add the pull of the label and the pull of the teacher")
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
  todo("take the differences seed by seed")
}
