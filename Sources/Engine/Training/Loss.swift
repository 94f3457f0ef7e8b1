/// What training makes small: how far a model's outputs `[n, classes]` are from the labels.
///
/// Each is a mean over the batch, in the unit stated.
public enum Loss: Sendable, Equatable {
  /// `-sum over k of t[k] * log softmax(logits)[k]`, in nats, with targets `t = y (1 - e) + e / classes` for the
  /// one-hot label y and the smoothing e in `0..<1`.
  ///
  /// Smoothing keeps a model from growing ever surer of its training labels: Szegedy et al., "Rethinking the
  /// Inception architecture for computer vision" (2016), section 7.
  case crossEntropy(labelSmoothing: Float = 0)

  /// For each class its own yes or no, `-y log sigmoid(logit) - (1 - y) log(1 - sigmoid(logit))`, in nats,
  /// averaged over the classes: one classifier against the rest for each class.
  case binaryCrossEntropy

  /// `(output - y)²`, averaged over the classes; the outputs are compared with the one-hot label as they are,
  /// without softmax.
  case meanSquaredError

  /// Whether the settings make sense.
  var isValid: Bool {
    if case .crossEntropy(let smoothing) = self { (0..<1).contains(smoothing) } else { true }
  }

  /// The loss of a batch, one number.
  func of(_ outputs: Variable, labels: [Int], on tape: Tape) -> Variable {
    let classes = outputs.value.shape[1]
    return switch self {
    case .crossEntropy(let smoothing):
      tape.softmaxCrossEntropy(outputs, targets: oneHot(labels, classes: classes, smoothing: smoothing))
    case .binaryCrossEntropy:
      tape.binaryCrossEntropy(outputs, targets: oneHot(labels, classes: classes))
    case .meanSquaredError:
      tape.meanSquaredError(outputs, targets: oneHot(labels, classes: classes))
    }
  }
}
