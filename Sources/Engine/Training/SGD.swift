/// Stochastic gradient descent, with momentum if wanted.
///
/// With the gradient g and the velocity v, at first 0:
///
///     v = momentum * v + g
///     w = w - learningRate * v                     plain
///     w = w - learningRate * (g + momentum * v)    Nesterov
///
/// From Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013), in the form
/// of PyTorch: the velocity is free of the learning rate, so that a change of the rate acts at once.
public struct SGD: Optimizer, Equatable {
  /// The size of a step, before the schedule.
  public var learningRate: Float

  /// How the learning rate changes from step to step.
  public var schedule: LearningRateSchedule

  /// How much of the velocity stays at each step.
  public var momentum: Float

  /// Whether a step looks ahead along the velocity.
  public var nesterov: Bool

  /// Makes an optimizer; the defaults are those of Keras.
  public init(
    learningRate: Float = 0.01, schedule: LearningRateSchedule = .constant, momentum: Float = 0,
    nesterov: Bool = false
  ) {
    self.learningRate = learningRate
    self.schedule = schedule
    self.momentum = momentum
    self.nesterov = nesterov
  }

  /// The velocity.
  public var memorySize: Int { 1 }

  /// A momentum outside `0..<1`, or Nesterov's form without momentum.
  public var problem: String? {
    if !(0..<1).contains(momentum) {
      "the momentum must be at least 0 and less than 1"
    } else if nesterov && momentum == 0 {
      "Nesterov's form needs a momentum above 0"
    } else {
      nil
    }
  }

  /// Takes one step.
  public func update(
    _ value: inout Tensor, gradient: Tensor, memory: inout [Tensor], step: Int, rate: Float
  ) {
    let (momentum, nesterov) = (momentum, nesterov)
    let (g, v, w) = (gradient.pointer, memory[0].mutablePointer, value.mutablePointer)
    for i in 0..<gradient.count {
      v[i] = momentum * v[i] + g[i]
      w[i] -= rate * (nesterov ? g[i] + momentum * v[i] : v[i])
    }
  }
}
