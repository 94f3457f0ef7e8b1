/// How many of some examples were classified correctly.
public struct Accuracy: Sendable, Equatable {
  /// The number of correct answers.
  public let correct: Int

  /// The number of examples.
  public let count: Int

  /// Counts `correct` of `count`.
  ///
  /// - Precondition: `0 <= correct <= count`, `count > 0`.
  public init(correct: Int, count: Int) {
    require(count > 0 && (0...count).contains(correct), "\(correct) correct of \(count)")
    self.correct = correct
    self.count = count
  }

  /// The share of correct answers, 0...1.
  public var value: Double { Double(correct) / Double(count) }

  /// Where the share lies for the whole population, with 95 % confidence: the Wilson score interval.
  ///
  /// `(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)` with z = 1.96 (Wilson, 1927). Unlike the normal
  /// approximation it stays within 0...1 and does not collapse when all answers are correct.
  public var interval: ClosedRange<Double> {
    let z = 1.959963984540054
    let n = Double(count)
    let p = value
    let center = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return max(0, (center - spread) / scale)...min(1, (center + spread) / scale)
  }
}

/// Counts how many images of a dataset a program classifies correctly.
///
/// - Throws: `MeasureError` for a dataset without images or without one class for each, `ProgramError` for images
///   of another shape.
public func accuracy(of program: Program, on dataset: Dataset) throws -> Accuracy {
  guard dataset.count > 0 else { throw MeasureError.noImages }
  let classes = try program.predict(dataset.images)
  guard classes.count == dataset.labels.count else {
    throw MeasureError.counts(actual: dataset.labels.count, predicted: classes.count)
  }
  return Accuracy(correct: zip(classes, dataset.labels).count { $0 == $1 }, count: dataset.count)
}
