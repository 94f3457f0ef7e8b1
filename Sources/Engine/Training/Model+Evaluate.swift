extension Model {
  /// The outputs for examples `[n] + inputShape`: `[n] + outputShape`, logits if the model classifies.
  ///
  /// - Throws: `ModelError` when the examples do not fit the model, hold a value that is infinite or not a number, or
  ///   when the model has several inputs.
  public func predict(_ images: Tensor) throws(ModelError) -> Tensor { try predict([images]) }

  /// The outputs for a batch of examples for each input: `[n] + outputShape`.
  ///
  /// - Throws: `ModelError` when the examples do not fit the model, or hold a value that is infinite or not a number. The
  ///   parameters are not looked at: those of a model that diverged in training give such outputs.
  public func predict(_ inputs: [Tensor]) throws(ModelError) -> Tensor {
    let count = try exampleCount(inputs)
    let size = outputShape.reduce(1, *)
    var outputs = Tensor(uninitialized: [count] + outputShape)
    for start in stride(from: 0, to: count, by: batchSize) {
      let range = start..<min(start + batchSize, count)
      let part = forward(inputs.map { $0.rows(range) }, on: Tape()).value
      (outputs.mutablePointer + start * size).update(from: part.pointer, count: part.count)
    }
    return outputs
  }

  /// The mean loss and the accuracy on a dataset.
  ///
  /// - Throws: `ModelError` when data and model do not fit, `TrainingError` when there are no examples or the loss
  ///   has an impossible setting.
  public func evaluate(_ data: Dataset, loss: Loss = .crossEntropy()) throws -> Evaluation {
    try check(data, loss: loss)
    let outputs = try predict(data.inputs)
    let batch = Batch(inputs: data.inputs, targets: data.targets, teacherLogits: data.teacherLogits)
    let value = loss.of(Variable(outputs), batch: batch, on: Tape()).value[0]
    return Tally(loss: value, outputs: outputs, batch: batch).evaluation
  }

  /// Checks that a model can learn from data.
  func check(_ data: Dataset, loss: Loss) throws {
    guard data.count > 0 else { throw TrainingError.emptyDataset }
    if let problem = loss.problem { throw TrainingError.loss(loss, reason: problem) }
    try check(
      Batch(inputs: data.inputs, targets: data.targets, teacherLogits: data.teacherLogits),
      classes: data.classes, loss: loss)
  }

  /// Checks that shapes of a batch are those of the model.
  func check(_ batch: Batch, classes: Int?, loss: Loss) throws {
    let count = try exampleCount(batch.inputs)
    switch batch.targets {
    case .labels(let labels, let shape):
      let outputs = outputShape[outputShape.count - 1]
      // One output tells two classes apart when each output is a yes or no of its own.
      let isBinary = outputs == 1 && classes == 2 && loss.isElementwise
      guard Array(outputShape.dropLast()) == shape, labels.count == count * shape.reduce(1, *),
        isBinary || classes == outputs
      else { throw ModelError.classes(dataset: classes ?? 0, output: outputShape) }
    case .values(let values):
      guard values.shape == [count] + outputShape else {
        throw ModelError.targets(shape: values.shape, expected: outputShape)
      }
    }
    if case .distillation = loss {
      guard let logits = batch.teacherLogits else { throw TrainingError.noTeacher }
      guard logits.shape == [count] + outputShape else {
        throw ModelError.targets(shape: logits.shape, expected: outputShape)
      }
    }
  }

  /// How many examples each input holds, after a check of their shapes and values.
  private func exampleCount(_ inputs: [Tensor]) throws(ModelError) -> Int {
    guard inputs.count == inputShapes.count else {
      throw .batches(inputs.count, expected: inputShapes.count)
    }
    for (input, expected) in zip(inputs, inputShapes) {
      guard !input.shape.isEmpty, Array(input.shape.dropFirst()) == expected else {
        throw .images(shape: input.shape, expected: expected)
      }
    }
    let counts = inputs.map { $0.shape[0] }
    guard counts.allSatisfy({ $0 == counts[0] }) else { throw .batchCounts(counts) }
    for layer in layers {
      if let reader = layer.layer as? any TokenLayer, case .input(let index) = layer.inputs[0] {
        try reader.checkIDs(inputs[index], name: layer.name)
      }
    }
    for (index, input) in inputs.enumerated() {
      if let example = input.exampleNotFinite { throw .notFinite(input: index, example: example) }
    }
    return counts[0]
  }
}

/// Examples a pass in inference: enough for all threads, and little memory.
private let batchSize = 128

extension Loss {
  /// Whether each output is compared with its target by itself.
  fileprivate var isElementwise: Bool { self == .binaryCrossEntropy || self == .meanSquaredError }
}

/// Losses and hits, summed over batches.
struct Tally {
  private var loss = 0.0
  private var correct = 0
  private var count = 0

  init() {}

  /// Counts one batch with its mean loss; outputs are `[n, ..., classes]`, and each position counts.
  init(loss: Float, outputs: Tensor, batch: Batch) {
    let classes = outputs.shape[outputs.shape.count - 1]
    count = outputs.count / classes
    self.loss = Double(loss) * Double(count)
    let answers = chosen(outputs)
    correct =
      switch batch.targets {
      case .labels(let labels, _): zip(answers, labels).count { $0 == $1 }
      case .values(let values): zip(answers, chosen(values, threshold: 0.5)).count { $0 == $1 }
      }
  }

  mutating func add(_ other: Tally) {
    loss += other.loss
    correct += other.correct
    count += other.count
  }

  var evaluation: Evaluation { Evaluation(loss: loss / Double(count), correct: correct, count: count) }
}

/// The class that each row of `[n, ..., classes]` speaks for: that of the largest score, of equal ones the first; with
/// a single score, 1 where it is above `threshold`, else 0.
private func chosen(_ scores: Tensor, threshold: Float = 0) -> [Int] {
  let classes = scores.shape[scores.shape.count - 1]
  return scores.withUnsafeBuffer { scores in
    stride(from: 0, to: scores.count, by: classes).map { start in
      guard classes > 1 else { return scores[start] > threshold ? 1 : 0 }
      var best = 0
      for k in 1..<classes where scores[start + k] > scores[start + best] { best = k }
      return best
    }
  }
}
