/// A tensor and the path under which a model knows it.
public struct NamedTensor: Sendable, Equatable {
  /// The path, such as `conv2d_1/weight`.
  public let name: String

  /// The value.
  public let tensor: Tensor

  /// Pairs a name and a tensor.
  public init(name: String, tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }
}
