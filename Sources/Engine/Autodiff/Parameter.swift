/// A named tensor that belongs to a model: learned, or counted along as the moving statistics are.
public final class Parameter {
  /// The path of the parameter, such as `conv2d_1/weight`.
  public let name: String

  /// Whether the optimizer changes it.
  public let isTrainable: Bool

  /// The present value.
  public internal(set) var value: Tensor

  /// How the value is rounded whenever the network computes with it, while it stays exact itself; nil if it is not.
  let rounding: WeightRounding?

  init(_ name: String, _ value: Tensor, isTrainable: Bool = true, rounding: WeightRounding? = nil) {
    self.name = name
    self.value = value
    self.isTrainable = isTrainable
    self.rounding = rounding
  }

  /// What operations compute with: the value, or its rounding.
  ///
  /// The gradient by it counts as the one by the value: the straight-through estimator (Bengio et al., "Estimating or
  /// propagating gradients through stochastic neurons", 2013).
  var operand: Tensor {
    guard let rounding,
      let rounded = try? QuantizedTensor(value, bits: rounding.bits, granularity: rounding.granularity)
    else { return value }  // what is not finite stays, for the loss to show
    return rounded.dequantized()
  }
}

/// How weights become integers.
struct WeightRounding: Equatable {
  let bits: Int
  let granularity: Granularity
}
