import Foundation

/// How the learning rate changes over a training: at each step a share of the rate that the optimizer was given.
public indirect enum LearningRateSchedule: Sendable, Equatable {
  /// The full rate at every step.
  case constant

  /// The full rate for `every` steps, then `factor` of that for as many, and so on.
  case step(every: Int, factor: Float)

  /// Half a cosine wave, from the full rate down to the share `final` of it.
  ///
  /// At step t of T: `final + (1 - final) * (1 + cos(pi * t / T)) / 2`, from Loshchilov and Hutter, "SGDR:
  /// stochastic gradient descent with warm restarts" (2017), without restarts.
  case cosine(final: Float = 0)

  /// Evenly growing rates for the first `steps`, the last of which has the full rate; then another schedule over
  /// the steps that remain.
  ///
  /// At step t, from 0: `(t + 1) / steps`, from Goyal et al., "Accurate, large minibatch SGD" (2017), section 2.2.
  case warmUp(steps: Int, then: LearningRateSchedule)

  /// The share of the learning rate at a step, from 0, of a training of `total` steps.
  ///
  /// From the step `total` on it stays at what the schedule ends with.
  public func factor(at step: Int, of total: Int) -> Float {
    let step = min(max(step, 0), max(total, 0))
    switch self {
    case .constant:
      return 1
    case .step(let every, let factor):
      return pow(factor, Float(step / max(every, 1)))  // drawing an impossible schedule must not trap
    case .cosine(let final):
      guard step < total else { return final }
      return final + (1 - final) * Float((1 + cos(.pi * Double(step) / Double(total))) / 2)
    case .warmUp(let steps, let then):
      let steps = max(steps, 0)
      return step < steps
        ? Float(step + 1) / Float(steps) : then.factor(at: step - steps, of: total - steps)
    }
  }

  /// Whether the rates depend on how many steps there will be.
  var dependsOnTotal: Bool {
    switch self {
    case .constant, .step: false
    case .cosine: true
    case .warmUp(_, let then): then.dependsOnTotal
    }
  }

  /// What is wrong with the settings; nil when they make a schedule.
  var problem: String? {
    switch self {
    case .constant:
      nil
    case .step(let every, let factor):
      every >= 1 && factor > 0 && factor <= 1
        ? nil : "a step schedule needs at least 1 step between changes, and a factor above 0 and at most 1"
    case .cosine(let final):
      (0...1).contains(final) ? nil : "the final share of a cosine schedule must be from 0 to 1"
    case .warmUp(let steps, let then):
      steps >= 1 ? then.problem : "a warm-up needs at least 1 step"
    }
  }
}

extension Optimizer {
  /// The learning rate at a step, from 0, of a training of `total` steps.
  public func rate(at step: Int, of total: Int) -> Float {
    learningRate * schedule.factor(at: step, of: total)
  }
}
