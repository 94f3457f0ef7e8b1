/// When training ends before its last epoch: after `patience` epochs in a row without a better result on the
/// validation data.
///
/// The model then gets back the parameters of its best epoch, as it does when training runs to its end (Prechelt,
/// "Early stopping - but when?", 1998; the options are those of Keras).
public struct EarlyStopping: Sendable, Equatable {
  /// What is measured on the validation data.
  public enum Measure: Sendable, Equatable {
    /// The mean loss; lower is better.
    case loss

    /// The share of images classified correctly; higher is better.
    case accuracy
  }

  /// How many epochs in a row may pass without a better result; at least 1.
  public var patience: Int

  /// By how much a result must be better to count; at least 0.
  public var minimumDelta: Double

  /// What is measured.
  public var measure: Measure

  /// Makes a rule.
  public init(patience: Int, minimumDelta: Double = 0, measure: Measure = .loss) {
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.measure = measure
  }

  /// Whether the settings make sense.
  var isValid: Bool { patience >= 1 && minimumDelta >= 0 && minimumDelta.isFinite }

  /// How much is wrong; lower is better.
  func badness(of evaluation: Evaluation) -> Double {
    switch measure {
    case .loss: evaluation.loss
    case .accuracy: -evaluation.accuracy
    }
  }
}

/// The best epoch so far, under a rule.
struct BestEpoch {
  private let rule: EarlyStopping
  private var badness = Double.infinity
  private var waited = 0

  /// The number of the best epoch, from 1, and the parameters after it; nil while no result was a number.
  private(set) var best: (epoch: Int, state: [NamedTensor])?

  init(_ rule: EarlyStopping) { self.rule = rule }

  /// Whether patience is exhausted.
  var isOver: Bool { waited >= rule.patience }

  /// Takes note of the epoch just finished.
  mutating func note(_ epoch: Int, _ evaluation: Evaluation, of model: Model) {
    let result = rule.badness(of: evaluation)
    if result < badness - rule.minimumDelta {
      badness = result
      best = (epoch, model.state)
      waited = 0
    } else {
      waited += 1
    }
  }
}
