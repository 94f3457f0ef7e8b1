/// Why layers do not make a model, or why tensors do not fit it.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The input has no axis, or one whose extent is not positive, or too many elements.
  case inputShape([Int])

  /// A model needs at least one input.
  case noInputs

  /// A model needs at least one layer.
  case noLayers

  /// A layer reads another number of values than it can take.
  case inputCount(name: String, expected: Int, actual: Int)

  /// A symbol that belongs to another model, or to an earlier build of this one.
  case foreignSymbol(name: String)

  /// Another number of batches than the model has inputs.
  case batches(Int, expected: Int)

  /// Batches that do not all hold the same number of examples.
  case batchCounts([Int])

  /// A layer cannot take its input, or has an impossible setting.
  case layer(name: String, input: [Int], reason: String)

  /// Images that the model cannot read.
  case images(shape: [Int], expected: [Int])

  /// An example with an element that is infinite or not a number; `input` is the index among the model's inputs.
  case notFinite(input: Int, example: Int)

  /// A dataset with other classes than the model has outputs.
  case classes(dataset: Int, output: [Int])

  /// Targets, or a teacher's logits, of another shape than the model's outputs.
  case targets(shape: [Int], expected: [Int])

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
      "the input shape \(shape) needs at least one axis, positive extents and at most 2^28 elements"
    case .noInputs:
      "a model needs at least one input"
    case .inputCount(let name, let expected, let actual):
      "\(name): it reads \(expected == 2 ? "two values or more" : "one value"), not \(actual)"
    case .foreignSymbol(let name):
      "\(name): a symbol of another model is not a value of this one"
    case .batches(let count, let expected):
      "\(count) inputs were given to a model that takes \(expected)"
    case .batchCounts(let counts):
      "the inputs hold different numbers of examples: \(counts)"
    case .noLayers:
      "a model needs at least one layer"
    case .layer(let name, let input, let reason):
      "\(name): \(reason) (its input has the shape \(input))"
    case .images(let shape, let expected):
      "images of shape \(shape) do not fit a model whose input is [n"
        + expected.map { ", \($0)" }.joined() + "]"
    case .notFinite(let input, let example):
      "example \(example) of input \(input) holds a value that is infinite or not a number"
    case .classes(let dataset, let output):
      "a dataset with \(dataset) classes does not fit a model whose output has the shape \(output)"
        + (output.count > 1
          ? ": for one label an example, put Flatten() or a global pooling before the last layer" : "")
    case .targets(let shape, let expected):
      "targets of shape \(shape) do not fit a model whose output is [n"
        + expected.map { ", \($0)" }.joined() + "]"
    case .missingParameter(let name):
      "the state has no \"\(name)\""
    case .unexpectedParameter(let name):
      "the state has a \"\(name)\" that the model has no place for"
    case .parameterShape(let name, let shape, let expected):
      "\"\(name)\" has the shape \(shape) in the state and \(expected) in the model"
    }
  }
}
