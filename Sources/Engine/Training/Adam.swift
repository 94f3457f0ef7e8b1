import CKernels
import Foundation

/// Adaptive moment estimation: gradient descent with a step size for each number.
///
/// With the gradient g at step t = 1, 2, ...:
///
///     m = beta1 * m + (1 - beta1) * g
///     v = beta2 * v + (1 - beta2) * g²
///     w = w - learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
///
/// From Kingma and Ba, "Adam" (2015), in the form at the end of its section 2, which Keras uses too.
public struct Adam: Optimizer, Equatable {
  /// The size of a step, before the schedule.
  public var learningRate: Float

  /// How the learning rate changes from step to step.
  public var schedule: LearningRateSchedule

  /// How much of the mean gradient stays at each step.
  public var beta1: Float

  /// How much of the mean squared gradient stays at each step.
  public var beta2: Float

  /// What keeps the division from being by 0.
  public var epsilon: Float

  /// Makes an optimizer; the defaults are those of Keras.
  public init(
    learningRate: Float = 1e-3, schedule: LearningRateSchedule = .constant, beta1: Float = 0.9,
    beta2: Float = 0.999, epsilon: Float = 1e-7
  ) {
    self.learningRate = learningRate
    self.schedule = schedule
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// The two moments.
  public var memorySize: Int { 2 }

  /// A beta outside `0..<1`, or an epsilon that is not positive.
  public var problem: String? {
    if !(0..<1).contains(beta1) || !(0..<1).contains(beta2) {
      "the betas must be at least 0 and less than 1"
    } else if !(epsilon > 0 && epsilon.isFinite) {
      "epsilon must be positive and finite"
    } else {
      nil
    }
  }

  /// Takes one step.
  public func update(
    _ value: inout Tensor, gradient: Tensor, memory: inout [Tensor], step: Int, rate: Float
  ) {
    let correction =
      (1 - pow(Double(beta2), Double(step))).squareRoot() / (1 - pow(Double(beta1), Double(step)))
    let settings = ck_adam(
      rate: Float(Double(rate) * correction), beta1: beta1, beta2: beta2, epsilon: epsilon)
    let (g, m, v, w) = (
      gradient.pointer, memory[0].mutablePointer, memory[1].mutablePointer, value.mutablePointer
    )
    parallelRanges(gradient.count, size: 1 << 13) { range in
      var settings = settings
      let start = range.lowerBound
      kernels.adam(Int64(range.count), &settings, g + start, m + start, v + start, w + start)
    }
  }
}
