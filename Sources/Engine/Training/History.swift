/// Where training stands, told after each batch.
public struct FitProgress: Sendable, Equatable {
  /// The present epoch, from 1.
  public let epoch: Int

  /// The number of epochs; where data come in pieces, that of the pieces so far.
  public let epochs: Int

  /// The batch just finished, from 1.
  public let batch: Int

  /// The number of batches in an epoch.
  public let batches: Int

  /// The mean loss over the images of this epoch so far, each measured before its batch changed the model.
  public let loss: Double

  /// The share of those images classified correctly; only after the last batch of an epoch.
  public let accuracy: Double?

  /// The mean loss on the validation data; only after the last batch of an epoch, and if there are such data.
  public let validationLoss: Double?

  /// The accuracy on the validation data, under the same conditions.
  public let validationAccuracy: Double?
}

/// What training measured, one number for each epoch, or for each piece of data that come in pieces.
public struct History: Sendable, Equatable {
  /// The mean loss over the training images, each measured before its batch changed the model.
  public internal(set) var loss: [Double] = []

  /// The share of the training images classified correctly, measured likewise.
  public internal(set) var accuracy: [Double] = []

  /// The mean loss on the validation data after the epoch; empty without such data.
  public internal(set) var validationLoss: [Double] = []

  /// The accuracy on the validation data after the epoch; empty without such data.
  public internal(set) var validationAccuracy: [Double] = []

  /// The number of steps whose gradients were cut to the limit of their norm; empty without such a limit.
  public internal(set) var clippedSteps: [Int] = []

  /// The epoch, from 1, whose parameters early stopping gave the model in the end; nil without early stopping, or
  /// when no result was a number.
  public internal(set) var bestEpoch: Int?

  /// Whether early stopping ended the training before its last epoch.
  public internal(set) var stoppedEarly = false

  mutating func append(_ training: Evaluation, validation: Evaluation?) {
    loss.append(training.loss)
    accuracy.append(training.accuracy)
    if let validation {
      validationLoss.append(validation.loss)
      validationAccuracy.append(validation.accuracy)
    }
  }
}

/// How a model does on a dataset.
public struct Evaluation: Sendable, Equatable {
  /// The mean loss: cross-entropy, in nats, unless another was asked for.
  public let loss: Double

  /// The number of images whose largest logit was that of their label; where there is one label a pixel, of pixels.
  ///
  /// Where targets are values, the largest of them takes the place of the label, which says something when they are
  /// probabilities of classes.
  public let correct: Int

  /// The number of images, or of pixels where each has a label.
  public let count: Int

  /// The share classified correctly.
  public var accuracy: Double { Double(correct) / Double(count) }
}
