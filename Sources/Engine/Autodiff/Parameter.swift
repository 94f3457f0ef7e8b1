/// A named tensor that belongs to a model: learned, or counted along as the moving statistics are.
public final class Parameter {
  /// The path of the parameter, such as `conv2d_1/weight`.
  public let name: String

  /// Whether the optimizer changes it.
  public let isTrainable: Bool

  /// The present value.
  public internal(set) var value: Tensor

  /// How many bits the network computes with, while the value itself stays exact; nil for all of them.
  let bits: Int?

  init(_ name: String, _ value: Tensor, isTrainable: Bool = true, bits: Int? = nil) {
    self.name = name
    self.value = value
    self.isTrainable = isTrainable
    self.bits = bits
  }

  /// What operations compute with: the value, rounded to `bits` bits with one scale for each index of the last axis.
  ///
  /// The gradient by it counts as the one by the value: the straight-through estimator (Bengio et al., "Estimating or
  /// propagating gradients through stochastic neurons", 2013).
  var operand: Tensor {
    guard let bits, let rounded = try? QuantizedTensor(value, bits: bits) else { return value }
    return rounded.dequantized()  // what is not finite stays, for the loss to show
  }
}
