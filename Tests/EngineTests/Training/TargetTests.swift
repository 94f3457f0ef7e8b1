import Foundation
import Testing

@testable import Engine

/// Datasets beyond one label an image, and batches that are transformed.
@Suite struct TargetTests {
  private let images = randomTensor([6, 2, 3, 1], seed: 1)

  @Test func labelsOfPixelsCountOneByOne() throws {
    let labels = images.values.map { $0 > 0 ? 1 : 0 }
    let data = try Dataset(images: images, labels: labels, classes: 2, labelShape: [2, 3])
    let model = try Model(input: [2, 3, 1], seed: 2) { Conv2D(2, kernel: 1) }
    let evaluation = try model.evaluate(data)
    #expect(evaluation.count == 36)
    let logits = try model.predict(images).values
    let expected = labels.indices.reduce(0.0) { sum, pixel in
      let (a, b) = (Double(logits[2 * pixel]), Double(logits[2 * pixel + 1]))
      return sum + log(exp(a) + exp(b)) - (labels[pixel] == 0 ? a : b)
    }
    #expect(abs(evaluation.loss - expected / 36) < 1e-6)
    try model.fit(data, epochs: 60, batchSize: 3, optimizer: Adam(learningRate: 0.1))
    #expect(try model.evaluate(data).accuracy > 0.95)

    // One batch holds the labels of its own images.
    guard case .labels(let picked, [2, 3]) = data.batch([4, 1][...]).targets else {
      Issue.record("no labels of pixels")
      return
    }
    #expect(picked == Array(labels[24..<30] + labels[6..<12]))
    let perImage = try Dataset(images: images, labels: [0, 1, 0, 1, 0, 1], classes: 2)
    let error = #expect(throws: ModelError.self) { try model.fit(perImage) }
    #expect(error == .classes(dataset: 2, output: [2, 3, 2]))
    #expect(error?.description.contains("put Flatten()") == true)
  }

  @Test func oneOutputTellsTwoClassesApart() throws {
    let x = randomTensor([200, 2], seed: 3)
    let labels = (0..<200).map { x[2 * $0] > x[2 * $0 + 1] ? 1 : 0 }
    let data = try Dataset(images: x, labels: labels, classes: 2)
    let model = try Model(input: [2], seed: 2) { Dense(1) }
    try model.fit(data, epochs: 30, loss: .binaryCrossEntropy, optimizer: Adam(learningRate: 0.05))
    let evaluation = try model.evaluate(data, loss: .binaryCrossEntropy)
    let hits = zip(try model.predict(x).values, labels).count { ($0 > 0) == ($1 == 1) }
    #expect(evaluation.correct == hits && evaluation.accuracy > 0.95)
    #expect(throws: ModelError.classes(dataset: 2, output: [1])) { try model.evaluate(data) }
  }

  @Test func valuesAreLearned() throws {
    let x = randomTensor([64, 3], seed: 4)
    let weights: [Float] = [2, -1, 0.5]
    let values = (0..<64).map { row in (0..<3).reduce(Float(0)) { $0 + weights[$1] * x[3 * row + $1] } }
    let data = try Dataset(inputs: [x], values: Tensor(shape: [64, 1], values: values))
    let model = try Model(input: [3], seed: 2) { Dense(1) }
    try model.fit(data, epochs: 200, loss: .meanSquaredError, optimizer: Adam(learningRate: 0.05))
    #expect(zip(model.parameters[0].value.values, weights).allSatisfy { abs($0 - $1) < 0.01 })
    #expect(throws: ModelError.targets(shape: [64, 1], expected: [2])) {
      try Model(input: [3]) { Dense(2) }.evaluate(data)
    }
  }

  @Test func distillationComparesWithTheTeacher() throws {
    let data = try Dataset(images: images, labels: [0, 1, 2, 0, 1, 2], classes: 3)
    let model = try Model(input: [2, 3, 1], seed: 2) {
      Flatten(); Dense(3)
    }
    let loss = Loss.distillation(labelShare: 0.3, temperature: 4)
    #expect(throws: TrainingError.noTeacher) { try model.fit(data, loss: loss) }
    let teacher = randomTensor([6, 3], seed: 9)
    let taught = try data.taught(by: teacher)
    let expected = Tape().distillation(
      Variable(try model.predict(images)), labels: data.labels, teacher: teacher, labelShare: 0.3,
      temperature: 4)
    #expect(try model.evaluate(taught, loss: loss).loss == Double(expected.value[0]))
    #expect(
      taught.batch([5, 0][...]).teacherLogits!.values == Array(teacher.values[15...] + teacher.values[..<3]))
    for (share, temperature) in [(-0.1, 1), (1.1, 1), (0.5, 0), (0.5, .infinity), (.nan, 1)]
      as [(Float, Float)]
    {
      let error = #expect(throws: TrainingError.self) {
        try model.fit(taught, loss: .distillation(labelShare: share, temperature: temperature))
      }
      #expect(error?.description.contains("temperature") == true)
    }
    #expect(throws: DatasetError.values(shape: [5, 3], examples: 6)) {
      try data.taught(by: teacher.rows(0..<5))
    }
  }

  @Test func transformationsFollowTheSeedAndAreChecked() throws {
    let data = try squares(count: 40, seed: 1)
    func trained(_ transform: BatchTransform?) throws -> [NamedTensor] {
      let model = try squareNetwork()
      try model.fit(data, epochs: 2, batchSize: 16, seed: 5, transform: transform)
      return model.state
    }
    let noisy: BatchTransform = { batch, generator in
      let noise = generator.uniform(count: batch.inputs[0].count, in: -1...1)
      batch.inputs[0] = Tensor(
        shape: batch.inputs[0].shape, values: zip(batch.inputs[0].values, noise).map { $0 + $1 })
    }
    #expect(try trained(noisy) == trained(noisy))
    #expect(try trained(noisy) != trained(nil))

    // Labels as probabilities are the same targets.
    let soft: BatchTransform = { batch, _ in
      guard case .labels(let labels, _) = batch.targets else { return }
      batch.targets = .values(oneHot(labels, classes: 4))
    }
    #expect(try trained(soft) == trained { _, _ in })

    let wrong: [@Sendable (inout Batch) -> Void] = [
      { $0.inputs = [] }, { $0.inputs[0] = Tensor(shape: [2, 3]) },
      { $0.targets = .labels([1], shape: []) }, { $0.targets = .values(Tensor(shape: [1, 4])) },
      { $0.targets = .labels([Int](repeating: 4, count: $0.count), shape: []) },
      {
        $0.inputs[0] = $0.inputs[0].rows(0..<0)
        $0.targets = .labels([], shape: [])
      },
    ]
    for change in wrong {
      let error = #expect(throws: TrainingError.self) { try trained { batch, _ in change(&batch) } }
      #expect(error?.description.hasPrefix("the transformation of a batch: ") == true)
    }
  }

  @Test func datasetsThatDoNotFitAreRefused() throws {
    #expect(throws: DatasetError.noInputs) { try Dataset(inputs: [], labels: [], classes: 2) }
    #expect(throws: DatasetError.inputCounts([[6, 2, 3, 1], [5, 1]])) {
      try Dataset(inputs: [images, Tensor(shape: [5, 1])], labels: [], classes: 2)
    }
    #expect(throws: DatasetError.counts(images: [6, 2, 3, 1], labels: 6, labelShape: [2, 3])) {
      try Dataset(images: images, labels: [0, 0, 0, 0, 0, 0], classes: 2, labelShape: [2, 3])
    }
    #expect(throws: DatasetError.values(shape: [5, 1], examples: 6)) {
      try Dataset(inputs: [images], values: Tensor(shape: [5, 1]))
    }
    #expect(throws: DatasetError.notFinite(image: 2)) {
      try Dataset(inputs: [Tensor(shape: [3, 1])], values: Tensor(shape: [3, 1], values: [0, 1, .nan]))
    }
  }
}
