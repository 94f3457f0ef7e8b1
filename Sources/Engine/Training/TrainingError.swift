/// Why training cannot begin or go on.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A dataset without images.
  case emptyDataset

  /// A batch must hold at least one image.
  case batchSize(Int)

  /// There must be at least one epoch.
  case epochs(Int)

  /// The settings of the optimizer can train nothing, for the reason given.
  case optimizer(String)

  /// The limit of the gradients' norm is not positive.
  case clipNorm(Float)

  /// A setting of early stopping is out of range.
  case earlyStopping(EarlyStopping)

  /// Early stopping needs validation data to judge by.
  case earlyStoppingWithoutValidation

  /// The settings of a loss make no sense, for the reason given.
  case loss(Loss, reason: String)

  /// Distillation needs a teacher's logits for the examples.
  case noTeacher

  /// What a transformation made of a batch no longer fits the model.
  case transformedBatch(String)

  /// The loss is infinite or not a number. Epochs and batches count from 1.
  case lossNotFinite(epoch: Int, batch: Int)

  /// No word can be drawn: none occurs, a count is below 0, or the power is out of range.
  case wordCounts(power: Double)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .emptyDataset:
      "the dataset has no images"
    case .batchSize(let size):
      "the batch size is \(size); it must be at least 1"
    case .epochs(let epochs):
      "the number of epochs is \(epochs); it must be at least 1"
    case .optimizer(let reason):
      reason
    case .clipNorm(let limit):
      "the gradients' norm cannot be limited to \(limit); the limit must be positive"
    case .earlyStopping(let rule):
      "\(rule): the patience must be at least 1, the minimum delta at least 0 and finite"
    case .earlyStoppingWithoutValidation:
      "early stopping needs validation data to judge by"
    case .loss(let loss, let reason):
      "\(loss): \(reason)"
    case .noTeacher:
      "distillation needs a teacher's logits: give them with Dataset.taught(by:)"
    case .transformedBatch(let reason):
      "the transformation of a batch: \(reason)"
    case .lossNotFinite(let epoch, let batch):
      "the loss became infinite or not a number in batch \(batch) of epoch \(epoch): "
        + "a smaller learning rate may help"
    case .wordCounts(let power):
      "words cannot be drawn by counts to the power \(power): counts must be at least 0, some above, the power finite"
    }
  }
}
