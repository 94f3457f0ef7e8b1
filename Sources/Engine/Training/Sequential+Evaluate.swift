extension Sequential {
  /// The outputs for images `[n] + inputShape`: `[n] + outputShape`, logits if the model classifies.
  ///
  /// - Throws: `ModelError.images` when the images do not fit the model.
  public func predict(_ images: Tensor) throws(ModelError) -> Tensor {
    guard Array(images.shape.dropFirst()) == inputShape, !images.shape.isEmpty else {
      throw .images(shape: images.shape, expected: inputShape)
    }
    let count = images.shape[0]
    let size = outputShape.reduce(1, *)
    var outputs = Tensor(uninitialized: [count] + outputShape)
    for start in stride(from: 0, to: count, by: batchSize) {
      let part = forward(images.rows(start..<min(start + batchSize, count)), on: Tape()).value
      (outputs.mutablePointer + start * size).update(from: part.pointer, count: part.count)
    }
    return outputs
  }

  /// The mean loss and the accuracy on a dataset.
  ///
  /// - Throws: `ModelError` when data and model do not fit, `TrainingError` when there are no images or the loss
  ///   has an impossible setting.
  public func evaluate(_ data: Dataset, loss: Loss = .crossEntropy()) throws -> Evaluation {
    try check(data)
    guard loss.isValid else { throw TrainingError.loss(loss) }
    let logits = try predict(data.images)
    let value = loss.of(Variable(logits), labels: data.labels, on: Tape()).value[0]
    return Tally(loss: value, logits: logits, labels: data.labels).evaluation
  }

  func check(_ data: Dataset) throws {
    guard data.count > 0 else { throw TrainingError.emptyDataset }
    guard Array(data.images.shape.dropFirst()) == inputShape else {
      throw ModelError.images(shape: data.images.shape, expected: inputShape)
    }
    guard outputShape == [data.classes] else {
      throw ModelError.classes(dataset: data.classes, output: outputShape)
    }
  }
}

/// Images a pass in inference: enough for all threads, and little memory.
private let batchSize = 128

/// Losses and hits, summed over batches.
struct Tally {
  private var loss = 0.0
  private var correct = 0
  private var count = 0

  init() {}

  /// Counts one batch with its mean loss; `logits` is `[n, classes]`.
  init(loss: Float, logits: Tensor, labels: [Int]) {
    let classes = logits.shape[1]
    self.loss = Double(loss) * Double(labels.count)
    count = labels.count
    correct = logits.withUnsafeBuffer { logits in
      labels.indices.count { row in
        let scores = logits[row * classes..<(row + 1) * classes]
        return scores.firstIndex(of: scores.max()!) == row * classes + labels[row]
      }
    }
  }

  mutating func add(_ other: Tally) {
    loss += other.loss
    correct += other.correct
    count += other.count
  }

  var evaluation: Evaluation { Evaluation(loss: loss / Double(count), correct: correct, count: count) }
}
