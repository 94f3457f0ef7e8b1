import Testing

@testable import Engine

@Suite struct ClassificationTests {
  /// Three classes; shares worked out by hand.
  @Test func precisionRecallAndF1() throws {
    let matrix = try ConfusionMatrix(counts: [[5, 1, 0], [2, 3, 1], [0, 0, 0]])
    #expect(matrix.count == 12)
    #expect(matrix.accuracy == Accuracy(correct: 8, count: 12))
    let classes = matrix.classes
    #expect(near(classes[0], 5.0 / 7, 5.0 / 6, 10.0 / 13, 6))
    #expect(near(classes[1], 3.0 / 4, 3.0 / 6, 6.0 / 10, 6))
    #expect(near(classes[2], 0, 0, 0, 0))
    #expect(
      near(
        matrix.macroAverage, (5.0 / 7 + 3.0 / 4) / 3, (5.0 / 6 + 3.0 / 6) / 3, (10.0 / 13 + 6.0 / 10) / 3, 12)
    )
    #expect(near(matrix.microAverage, 8.0 / 12, 8.0 / 12, 8.0 / 12, 12))
  }

  /// Counting one class against the rest, example by example, gives the same.
  @Test(arguments: [1, 2, 3, 7]) func agreesWithCountingExamples(classes: Int) throws {
    var generator = SeededGenerator(seed: UInt64(classes))
    for count in [1, 5, 33, 200] {
      let actual = (0..<count).map { _ in Int.random(in: 0..<classes, using: &generator) }
      let predicted = actual.map { Bool.random(using: &generator) ? $0 : ($0 * 5 + 1) % classes }
      let matrix = try ConfusionMatrix(actual: actual, predicted: predicted, classes: classes)
      let pairs = Array(zip(actual, predicted))
      for (label, quality) in matrix.classes.enumerated() {
        let hits = Double(pairs.count { $0 == label && $1 == label })
        let taken = Double(predicted.count { $0 == label })
        let members = Double(actual.count { $0 == label })
        let precision = taken == 0 ? 0 : hits / taken
        let recall = members == 0 ? 0 : hits / members
        let mean = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        #expect(near(quality, precision, recall, mean, Int(members)))
      }
      #expect(matrix.accuracy.correct == pairs.count { $0 == $1 })
      #expect(abs(matrix.microAverage.f1 - matrix.accuracy.value) < 1e-12)
    }
  }

  @Test func badInputIsNamed() {
    #expect(throws: MeasureError.nothing(of: "example")) {
      try ConfusionMatrix(actual: [], predicted: [], classes: 2)
    }
    #expect(throws: MeasureError.nothing(of: "example")) { try ConfusionMatrix(counts: []) }
    #expect(throws: MeasureError.counts(actual: 2, predicted: 1)) {
      try ConfusionMatrix(actual: [0, 1], predicted: [0], classes: 2)
    }
    #expect(throws: MeasureError.label(2, position: 1, classes: 2)) {
      try ConfusionMatrix(actual: [0, 1], predicted: [0, 2], classes: 2)
    }
    #expect(throws: MeasureError.label(-1, position: 0, classes: 2)) {
      try ConfusionMatrix(actual: [-1], predicted: [0], classes: 2)
    }
    #expect(throws: MeasureError.matrix(rows: [2, 1])) { try ConfusionMatrix(counts: [[1, 0], [1]]) }
    #expect(throws: MeasureError.matrix(rows: [1])) { try ConfusionMatrix(counts: [[-1]]) }
  }

  @Test func aProgramsMatrix() throws {
    var graph = try Graph(input: [2])
    try graph.append(.dense(weight: Tensor(shape: [2, 2], values: [1, 0, 0, 1]), bias: nil), name: "dense")
    let images = Tensor(shape: [4, 2], values: [1, 0, 0, 1, 1, 0, 0, 1])
    let dataset = try Dataset(images: images, labels: [0, 1, 1, 1], classes: 2)
    let matrix = try confusionMatrix(of: graph.compiled(), on: dataset)
    #expect(matrix.counts == [[1, 0], [1, 2]])
    let values = try Dataset(inputs: [images], values: images)
    #expect(throws: MeasureError.nothing(of: "label")) {
      try confusionMatrix(of: graph.compiled(), on: values)
    }
    #expect(throws: MeasureError.counts(actual: 0, predicted: 4)) {
      try accuracy(of: graph.compiled(), on: values)
    }
  }

  private func near(
    _ quality: ClassQuality, _ precision: Double, _ recall: Double, _ f1: Double, _ support: Int
  ) -> Bool {
    abs(quality.precision - precision) < 1e-12 && abs(quality.recall - recall) < 1e-12
      && abs(quality.f1 - f1) < 1e-12 && quality.support == support
  }
}
