/// Why something cannot be measured.
public enum MeasureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no image to measure with.
  case noImages

  /// There is no example, point or number to measure.
  case nothing(of: String)

  /// A number of timed inferences that is not positive, or beyond all patience.
  case samples(Int)

  /// Answers and predictions that do not go in pairs.
  case counts(actual: Int, predicted: Int)

  /// A class that is not in `0..<classes`.
  case label(Int, position: Int, classes: Int)

  /// So many classes make no matrix.
  case classes(Int)

  /// A matrix of counts that is not square, or holds a count that is negative or too large.
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
    case .samples(let count): "\(count) samples: measuring needs at least one and takes at most 10 million"
    case .counts(let actual, let predicted): "\(predicted) predictions for \(actual) examples"
    case .label(let label, let position, let classes):
      "class \(label) of example \(position) is not in 0..<\(classes)"
    case .classes(let classes): "\(classes) classes: a confusion matrix has 1 to \(settingLimit)"
    case .matrix(let rows):
      "rows of \(rows) counts: a confusion matrix is square, and counts lie in 0...2^40"
    case .values(let point, let count, let objectives):
      "point \(point) has \(count) values for \(objectives) objectives"
    case .notANumber(let point): "a value of point \(point) is not a number"
    }
  }
}
