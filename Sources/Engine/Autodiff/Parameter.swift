/// A named tensor that belongs to a model: learned, or counted along as the moving statistics are.
public final class Parameter {
  /// The path of the parameter, such as `conv2d_1/weight`.
  public let name: String

  /// Whether the optimizer changes it.
  public let isTrainable: Bool

  /// The present value.
  public internal(set) var value: Tensor

  init(_ name: String, _ value: Tensor, isTrainable: Bool = true) {
    self.name = name
    self.value = value
    self.isTrainable = isTrainable
  }
}
