/// Batch normalization of each channel, the last axis: `gamma * (x - mean) / sqrt(variance + epsilon) + beta`.
///
/// In training, mean and variance are those of the batch; in inference, moving averages of them:
/// `moving = momentum * moving + (1 - momentum) * batch`. Everywhere the variance is the biased one, divided by
/// the count, as in Keras (PyTorch averages the unbiased one).
///
/// Parameters, each `[channels]`: `gamma`, at first 1; `beta`, 0; `movingMean`, 0, and `movingVariance`, 1, which
/// are not trained. From Ioffe and Szegedy, "Batch normalization" (2015).
public struct BatchNorm: UnaryLayer {
  /// The name of the kind.
  public static let kind = "batchNorm"

  /// How much of a moving average stays at each step.
  ///
  /// At 0.99 an average needs some hundreds of steps to settle; small datasets want 0.9.
  public let momentum: Float

  /// What is added to the variance, so that a constant channel does not divide by 0.
  public let epsilon: Float

  /// Makes a normalization; the defaults are those of Keras.
  public init(momentum: Float = 0.99, epsilon: Float = 1e-3) {
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// The shape of the input.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard (0...1).contains(momentum), epsilon > 0, epsilon.isFinite else {
      throw .layer(
        name: name, input: input,
        reason: "momentum (\(momentum)) must lie in 0...1, and epsilon (\(epsilon)) must be positive")
    }
    return input
  }

  /// `gamma`, `beta`, `movingMean` and `movingVariance`.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let shape = [input[input.count - 1]]
    return [
      Parameter("\(name)/gamma", Tensor(shape: shape, repeating: 1)),
      Parameter("\(name)/beta", Tensor(shape: shape)),
      Parameter("\(name)/movingMean", Tensor(shape: shape), isTrainable: false),
      Parameter("\(name)/movingVariance", Tensor(shape: shape, repeating: 1), isTrainable: false),
    ]
  }

  /// The normalized batch; in training, also updates the moving averages.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.batchNorm(
      x, gamma: tape.watch(parameters[0]), beta: tape.watch(parameters[1]),
      statistics: statistics(of: x.value, parameters: parameters, on: tape), epsilon: epsilon)
  }

  /// The statistics to normalize a batch with; in training, also updates the moving averages.
  func statistics(of x: Tensor, parameters: [Parameter], on tape: Tape) -> ChannelStatistics {
    guard tape.isTraining else {
      return ChannelStatistics(mean: parameters[2].value, variance: parameters[3].value)
    }
    let batch = ChannelStatistics(of: x)
    for (moving, value) in [(parameters[2], batch.mean), (parameters[3], batch.variance)] {
      moving.value = Tensor(
        shape: value.shape,
        values: zip(moving.value.values, value.values).map { momentum * $0 + (1 - momentum) * $1 })
    }
    return batch
  }

  /// A normalization with the moving averages.
  public func operation(parameters: [Parameter]) -> Operation {
    .batchNorm(
      gamma: parameters[0].value, beta: parameters[1].value, mean: parameters[2].value,
      variance: parameters[3].value, epsilon: epsilon)
  }
}
