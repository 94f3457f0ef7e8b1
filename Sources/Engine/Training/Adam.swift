import CKernels

/// Adaptive moment estimation: gradient descent with a step size for each number.
///
/// With the gradient g at step t = 1, 2, ...:
///
///     m = beta1 * m + (1 - beta1) * g
///     v = beta2 * v + (1 - beta2) * g²
///     w = w - learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
///
/// From Kingma and Ba, "Adam" (2015), in the form at the end of its section 2, which Keras uses too.
public struct Adam: Sendable {
  /// The size of a step.
  public var learningRate: Float

  /// How much of the mean gradient stays at each step.
  public var beta1: Float

  /// How much of the mean squared gradient stays at each step.
  public var beta2: Float

  /// What keeps the division from being by 0.
  public var epsilon: Float

  /// Makes an optimizer; the defaults are those of Keras.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-7
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Whether the settings can train anything.
  var isValid: Bool {
    learningRate > 0 && learningRate.isFinite && (0..<1).contains(beta1) && (0..<1).contains(beta2)
      && epsilon > 0 && epsilon.isFinite
  }
}

/// The moments that Adam keeps from step to step.
struct AdamState {
  private let adam: Adam
  private var step = 0
  private var moments: [ObjectIdentifier: (first: Tensor, second: Tensor)] = [:]

  init(_ adam: Adam) { self.adam = adam }

  /// Takes one step against the gradients.
  mutating func update(_ gradients: [(parameter: Parameter, gradient: Tensor)]) {
    step += 1
    let correction = (1 - power(adam.beta2, step)).squareRoot() / (1 - power(adam.beta1, step))
    var settings = ck_adam(
      rate: Float(Double(adam.learningRate) * correction), beta1: adam.beta1, beta2: adam.beta2,
      epsilon: adam.epsilon)
    for (parameter, gradient) in gradients {
      let id = ObjectIdentifier(parameter)
      // Taken out while they change, so that nothing is copied before it is written.
      var (first, second) =
        moments.removeValue(forKey: id) ?? (Tensor(shape: gradient.shape), Tensor(shape: gradient.shape))
      kernels.adam(
        Int64(gradient.count), &settings, gradient.pointer, first.mutablePointer, second.mutablePointer,
        parameter.value.mutablePointer)
      moments[id] = (first, second)
    }
  }

  private func power(_ base: Float, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * Double(base) }
  }
}
