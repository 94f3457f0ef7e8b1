/// How often each class was taken for each class.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The counts: `counts[actual][predicted]`.
  public let counts: [[Int]]

  /// Takes counts, one row for each actual class.
  ///
  /// - Throws: `MeasureError` when the rows are not a square, a count is negative or above 2^40, or all are 0.
  public init(counts: [[Int]]) throws(MeasureError) {
    let isSquare = counts.allSatisfy { row in
      row.count == counts.count && row.allSatisfy { (0...1 << 40).contains($0) }
    }
    guard isSquare else {
      throw .matrix(rows: counts.map(\.count))
    }
    guard counts.joined().contains(where: { $0 > 0 }) else { throw .nothing(of: "example") }
    self.counts = counts
  }

  /// Counts examples by their class and by the class predicted for them.
  ///
  /// - Parameters:
  ///   - actual: the class of each example, in `0..<classes`.
  ///   - predicted: the prediction for each example, in `0..<classes`.
  /// - Throws: `MeasureError` without examples, for lists of different lengths, for a class out of range, or for more
  ///   than 4,096 classes.
  public init(actual: [Int], predicted: [Int], classes: Int) throws(MeasureError) {
    guard !actual.isEmpty || !predicted.isEmpty else { throw .nothing(of: "example") }
    guard (1...settingLimit).contains(classes) else { throw .classes(classes) }
    guard actual.count == predicted.count else {
      throw .counts(actual: actual.count, predicted: predicted.count)
    }
    for labels in [actual, predicted] {
      if let position = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
        throw .label(labels[position], position: position, classes: classes)
      }
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (row, column) in zip(actual, predicted) { counts[row][column] += 1 }
    self.counts = counts
  }

  /// The number of examples.
  public var count: Int { counts.joined().reduce(0, +) }

  /// The share of examples on the diagonal.
  public var accuracy: Accuracy {
    Accuracy(correct: counts.indices.reduce(0) { $0 + counts[$1][$1] }, count: count)
  }
}

/// Counts how often a program takes each class of a dataset for each class.
///
/// - Throws: `MeasureError` for a dataset without images or without one class for each, or for a program with more
///   results than the dataset has classes; `ProgramError` for images of another shape.
public func confusionMatrix(of program: Program, on dataset: Dataset) throws -> ConfusionMatrix {
  guard dataset.count > 0 else { throw MeasureError.noImages }
  guard let classes = dataset.classes else { throw MeasureError.nothing(of: "label") }
  return try ConfusionMatrix(
    actual: dataset.labels, predicted: program.predict(dataset.images), classes: classes)
}
