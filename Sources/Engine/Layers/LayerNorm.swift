/// Normalization of each vector by itself: `gamma * (x - mean) / sqrt(variance + epsilon) + beta` over the last axis.
///
/// Unlike batch normalization it does the same in training and inference, and does not mix examples. The variance is
/// the biased one. Parameters, as long as the last axis: `gamma`, at first 1, and `beta`, 0. From Ba, Kiros and Hinton,
/// "Layer normalization" (2016).
public struct LayerNorm: UnaryLayer {
  /// The name of the kind.
  public static let kind = "layerNorm"

  /// What is added to the variance, so that a constant vector does not divide by 0.
  public let epsilon: Float

  /// Makes a normalization; the default is that of Keras (PyTorch has 1e-5).
  public init(epsilon: Float = 1e-3) { self.epsilon = epsilon }

  /// The shape of the input.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard epsilon > 0, epsilon.isFinite else {
      throw .layer(name: name, input: input, reason: "epsilon (\(epsilon)) must be positive and finite")
    }
    return input
  }

  /// `gamma` and `beta`.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let shape = [input[input.count - 1]]
    return [
      Parameter("\(name)/gamma", Tensor(shape: shape, repeating: 1)),
      Parameter("\(name)/beta", Tensor(shape: shape)),
    ]
  }

  /// The normalized batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.layerNorm(
      x, gamma: tape.watch(parameters[0]), beta: tape.watch(parameters[1]), epsilon: epsilon)
  }

  /// A normalization.
  public func operation(parameters: [Parameter]) -> Operation {
    .layerNorm(gamma: parameters[0].value, beta: parameters[1].value, epsilon: epsilon)
  }
}
