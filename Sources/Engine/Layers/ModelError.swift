/// Why layers do not make a model, or why tensors do not fit it.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The input has no axis, or one whose extent is not positive.
  case inputShape([Int])

  /// A model needs at least one layer.
  case noLayers

  /// A layer cannot take its input, or has an impossible setting.
  case layer(name: String, input: [Int], reason: String)

  /// Images that the model cannot read.
  case images(shape: [Int], expected: [Int])

  /// A dataset with other classes than the model has outputs.
  case classes(dataset: Int, output: [Int])

  /// A state without one of the parameters.
  case missingParameter(String)

  /// A state with a tensor that the model does not have, or twice the same.
  case unexpectedParameter(String)

  /// A tensor of a state whose shape is not that of the parameter.
  case parameterShape(name: String, shape: [Int], expected: [Int])

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .inputShape(let shape):
      "the input shape \(shape) needs at least one axis, and only positive extents"
    case .noLayers:
      "a model needs at least one layer"
    case .layer(let name, let input, let reason):
      "\(name): \(reason) (its input has the shape \(input))"
    case .images(let shape, let expected):
      "images of shape \(shape) do not fit a model whose input is [n"
        + expected.map { ", \($0)" }.joined() + "]"
    case .classes(let dataset, let output):
      "a dataset with \(dataset) classes does not fit a model whose output has the shape \(output)"
    case .missingParameter(let name):
      "the state has no \"\(name)\""
    case .unexpectedParameter(let name):
      "the state has a \"\(name)\" that the model has no place for"
    case .parameterShape(let name, let shape, let expected):
      "\"\(name)\" has the shape \(shape) in the state and \(expected) in the model"
    }
  }
}
