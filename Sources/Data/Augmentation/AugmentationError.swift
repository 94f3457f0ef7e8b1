/// Why a batch cannot be augmented.
public enum AugmentationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Inputs of another shape than the augmentation is for.
  case shape([Int], expected: String)

  /// A mixture of examples has a mixture of labels, which these targets are not made for.
  case targets(String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .shape(let shape, let expected):
      "a batch of shape \(shape) cannot be augmented as \(expected): choose the augmentation for this kind of data"
    case .targets(let reason):
      "examples cannot be mixed: \(reason)"
    }
  }
}
