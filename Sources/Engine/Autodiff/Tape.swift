/// A tensor in a computation, and the gradient of the loss with respect to it.
public final class Variable {
  /// The tensor.
  public let value: Tensor

  /// Whether anything wants to know the gradient; if not, it is not computed.
  let needsGradient: Bool

  /// The derivative of the loss by each element of `value`, complete once all uses have added their share.
  fileprivate(set) var sum: Gradient?

  /// The same with every element written out.
  var gradient: Tensor? { sum?.dense }

  init(_ value: Tensor, needsGradient: Bool = false) {
    self.value = value
    self.needsGradient = needsGradient
  }

  /// Adds one use's share of the gradient.
  func accumulate(_ share: Tensor) { accumulate(.dense(share)) }

  /// Adds one use's share of the gradient, which may be of some rows only.
  func accumulate(_ share: Gradient) {
    precondition(share.shape == value.shape, "a gradient \(share.shape) of a value \(value.shape)")
    guard let before = sum.take() else { return sum = share }
    sum = before + share
  }
}

/// The record of a forward pass, from which gradients are computed by reverse-mode differentiation.
///
/// Each operation, a whole convolution say, computes its result and leaves behind one step: given the
/// gradient of the result, it adds to the gradients of its operands. `backward` runs these steps from last
/// to first (Baydin et al., "Automatic differentiation in machine learning: a survey", 2018).
public final class Tape {
  /// Whether layers behave as in training: batch statistics, dropout, and steps recorded.
  let isTraining: Bool

  /// The source of randomness of this pass.
  var generator: SeededGenerator

  private var steps: [() -> Void] = []
  private var watched: [(parameter: Parameter, variable: Variable)] = []

  /// Makes a tape for one training step.
  init(trainingWith generator: SeededGenerator) {
    isTraining = true
    self.generator = generator
  }

  /// Makes a tape for inference, which records nothing.
  init() {
    isTraining = false
    generator = SeededGenerator(seed: 0)
  }

  /// A parameter as an operand, whose gradient `backward` will deliver.
  func watch(_ parameter: Parameter) -> Variable {
    let variable = Variable(parameter.operand, needsGradient: isTraining && parameter.isTrainable)
    if variable.needsGradient { watched.append((parameter, variable)) }
    return variable
  }

  /// The result of an operation on `operands`, with the step that sends its gradient back to them.
  func record(
    _ value: Tensor, from operands: [Variable], backward: @escaping (_ gradient: Tensor) -> Void
  ) -> Variable {
    let result = Variable(value, needsGradient: isTraining && operands.contains { $0.needsGradient })
    if result.needsGradient {
      steps.append {
        guard let gradient = result.gradient else { return }  // nothing that counts used the result
        backward(gradient)
        result.sum = nil
      }
    }
    return result
  }

  /// The gradients of `loss`, a single number, by each watched parameter.
  ///
  /// A tape serves for one call: its steps are gone afterwards.
  func backward(from loss: Variable) -> Gradients {
    precondition(loss.value.count == 1, "gradients are of one number, not of \(loss.value.shape)")
    loss.accumulate(Tensor(shape: loss.value.shape, repeating: 1))
    // Popping a step frees the buffers it kept, for the next step to use while they are in the cache.
    while let step = steps.popLast() { step() }
    return watched.compactMap { parameter, variable in variable.sum.map { (parameter, $0) } }
  }
}
