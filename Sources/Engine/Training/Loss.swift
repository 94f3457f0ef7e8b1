/// What training makes small: how far a model's outputs `[n, ..., classes]` are from the labels, or from the values,
/// of a dataset.
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
  /// averaged over the classes: one classifier against the rest for each class. With a single output, the label, 0
  /// or 1, is y itself.
  case binaryCrossEntropy

  /// `(output - y)²`, averaged over the classes; the outputs are compared with the one-hot label as they are,
  /// without softmax.
  case meanSquaredError

  /// What a student loses against labels and a teacher's logits, which the dataset must have
  /// (``Dataset/taught(by:)``), in nats.
  ///
  /// With the student's logits z, the teacher's logits u, the labels' share a in `0...1` and the temperature T, above 0:
  /// `a * CE(labels, softmax(z)) + (1 - a) * T² * CE(softmax(u / T), softmax(z / T))`. From Hinton, Vinyals and Dean,
  /// "Distilling the knowledge in a neural network" (2015), section 2.
  case distillation(labelShare: Float, temperature: Float)

  /// What is wrong with the settings; nil when they make sense.
  var problem: String? {
    switch self {
    case .crossEntropy(let smoothing) where !(0..<1).contains(smoothing):
      "the label smoothing must be at least 0 and less than 1"
    case .distillation(let share, let temperature)
    where !(0...1).contains(share) || !(temperature > 0 && temperature.isFinite):
      "the labels' share must lie in 0...1, and the temperature must be positive and finite"
    default: nil
    }
  }

  /// The loss of a batch, one number.
  ///
  /// Each position of outputs `[n, ..., classes]`, a pixel say, counts as an example of its own.
  ///
  /// - Precondition: the targets fit the outputs, and there are teacher's logits for distillation.
  func of(_ outputs: Variable, batch: Batch, on tape: Tape) -> Variable {
    let classes = outputs.value.shape[outputs.value.shape.count - 1]
    let rows = [outputs.value.count / classes, classes]
    let outputs = tape.reshape(outputs, toBatch: rows)
    func targets(smoothing: Float = 0) -> Tensor {
      switch batch.targets {
      case .values(let values): smoothed(values.reshaped(to: rows), by: smoothing)
      case .labels(let labels, _) where classes == 1: Tensor(shape: rows, values: labels.map(Float.init))
      case .labels(let labels, _): oneHot(labels, classes: classes, smoothing: smoothing)
      }
    }
    return switch self {
    case .crossEntropy(let smoothing):
      tape.softmaxCrossEntropy(outputs, targets: targets(smoothing: smoothing))
    case .binaryCrossEntropy:
      tape.binaryCrossEntropy(outputs, targets: targets())
    case .meanSquaredError:
      tape.meanSquaredError(outputs, targets: targets())
    case .distillation(let share, let temperature):
      tape.distillation(
        outputs, targets: targets(), teacher: batch.teacherLogits!.reshaped(to: rows), labelShare: share,
        temperature: temperature)
    }
  }
}

/// Probabilities `[n, classes]` with `smoothing` of them spread evenly.
private func smoothed(_ probabilities: Tensor, by smoothing: Float) -> Tensor {
  guard smoothing > 0 else { return probabilities }
  let share = smoothing / Float(probabilities.shape[1])
  return Tensor(
    shape: probabilities.shape, values: probabilities.values.map { $0 * (1 - smoothing) + share })
}
