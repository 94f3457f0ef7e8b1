/// Why something cannot be measured.
public enum MeasureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no image to measure with.
  case noImages

  /// There is no example, point or number to measure.
  case nothing(of: String)

  /// A number of timed inferences that is not positive.
  case samples(Int)

  /// Answers and predictions that do not go in pairs.
  case counts(actual: Int, predicted: Int)

  /// A class that is not in `0..<classes`.
  case label(Int, position: Int, classes: Int)

  /// A matrix of counts that is not square, or holds a negative count.
  case matrix(rows: [Int])

  /// A point whose number of values is not the number of objectives.
  case values(point: Int, count: Int, objectives: Int)

  /// A value of a point that is not a number.
  case notANumber(point: Int)

  /// What is missing or does not fit.
  public var description: String {
    switch self {
    case .noImages: "measuring needs at least one image"
    case .nothing(let kind): "measuring needs at least one \(kind)"
    case .samples(let count): "\(count) samples: measuring needs at least one"
    case .counts(let actual, let predicted): "\(predicted) predictions for \(actual) examples"
    case .label(let label, let position, let classes):
      "class \(label) of example \(position) is not in 0..<\(classes)"
    case .matrix(let rows):
      "rows of \(rows) counts: a confusion matrix is square, and no count is negative"
    case .values(let point, let count, let objectives):
      "point \(point) has \(count) values for \(objectives) objectives"
    case .notANumber(let point): "a value of point \(point) is not a number"
    }
  }
}
