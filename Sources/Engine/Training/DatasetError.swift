/// Why examples and targets do not make a dataset.
public enum DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The number of classes is not positive.
  case classes(Int)

  /// There is no input at all.
  case noInputs

  /// The inputs hold different numbers of examples, or one of them has no axis for an example.
  case inputCounts([[Int]])

  /// The first axis of the images does not go with the number of labels.
  case counts(images: [Int], labels: Int, labelShape: [Int])

  /// Values of another number of examples.
  case values(shape: [Int], examples: Int)

  /// A label is not in `0..<classes`.
  case label(Int, position: Int, classes: Int)

  /// An example holds an infinity or something that is not a number.
  case notFinite(image: Int)

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .classes(let classes):
      "the number of classes, \(classes), must be positive"
    case .noInputs:
      "a dataset needs at least one input"
    case .inputCounts(let shapes):
      "inputs of the shapes \(shapes) do not go together: the first axis of each counts the examples"
    case .counts(let images, let labels, []):
      "images of shape \(images) do not go with \(labels) labels: the first axis counts the images"
    case .counts(let images, let labels, let shape):
      "images of shape \(images) do not go with \(labels) labels: there must be \(shape) for each image"
    case .values(let shape, let examples):
      "values of shape \(shape) do not go with \(examples) examples: the first axis counts the examples"
    case .label(let label, let position, let classes):
      "label \(label) of image \(position) is not in 0..<\(classes)"
    case .notFinite(let image):
      "image \(image) holds a pixel that is infinite or not a number"
    }
  }
}
