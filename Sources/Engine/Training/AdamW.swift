/// Adam with decoupled weight decay.
///
/// Before Adam's step, all parameters, biases too, shrink a little:
///
///     w = w - learningRate * weightDecay * w
///
/// From Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), where Adam's moments know nothing
/// of the decay; multiplied by the learning rate as in PyTorch and Keras.
public struct AdamW: Optimizer, Equatable {
  /// The step that follows the decay.
  public var adam: Adam

  /// The share of a parameter that a step of size 1 takes away.
  public var weightDecay: Float

  /// Makes an optimizer; the defaults are those of Keras.
  public init(
    learningRate: Float = 1e-3, schedule: LearningRateSchedule = .constant, beta1: Float = 0.9,
    beta2: Float = 0.999, epsilon: Float = 1e-7,
    weightDecay: Float = 0.004
  ) {
    adam = Adam(
      learningRate: learningRate, schedule: schedule, beta1: beta1, beta2: beta2, epsilon: epsilon)
    self.weightDecay = weightDecay
  }

  /// The size of a step, before the schedule.
  public var learningRate: Float { adam.learningRate }

  /// How the learning rate changes from step to step.
  public var schedule: LearningRateSchedule { adam.schedule }

  /// The two moments of Adam.
  public var memorySize: Int { adam.memorySize }

  /// A problem of Adam, or a weight decay below 0.
  public var problem: String? {
    if let problem = adam.problem { return problem }
    return weightDecay >= 0 && weightDecay.isFinite ? nil : "the weight decay must be at least 0 and finite"
  }

  /// Takes one step.
  public func update(
    _ value: inout Tensor, gradient: Tensor, memory: inout [Tensor], step: Int, rate: Float
  ) {
    value = scaled(value, by: 1 - rate * weightDecay)
    adam.update(&value, gradient: gradient, memory: &memory, step: step, rate: rate)
  }
}
