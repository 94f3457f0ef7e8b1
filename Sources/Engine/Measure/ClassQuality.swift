/// How well a class is recognized, or several on average.
public struct ClassQuality: Sendable, Equatable {
  /// Of those taken for the class, the share that belongs to it: `tp / (tp + fp)`.
  public let precision: Double

  /// Of those that belong to the class, the share taken for it: `tp / (tp + fn)`.
  public let recall: Double

  /// The harmonic mean of precision and recall, `2 tp / (2 tp + fp + fn)`; in an average, the mean of the
  /// classes' own.
  public let f1: Double

  /// The number of examples that belong to the class or classes.
  public let support: Int

  /// Computes the shares from true positives, false positives and false negatives.
  ///
  /// A share of nothing counts as 0, as in scikit-learn: a class that is never predicted has precision 0.
  init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
    func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    precision = share(truePositives, of: truePositives + falsePositives)
    recall = share(truePositives, of: truePositives + falseNegatives)
    f1 = share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
    support = truePositives + falseNegatives
  }

  /// The mean of several classes' measures, each class with the same weight.
  init(meanOf classes: [ClassQuality]) {
    let count = Double(classes.count)
    precision = classes.reduce(0) { $0 + $1.precision } / count
    recall = classes.reduce(0) { $0 + $1.recall } / count
    f1 = classes.reduce(0) { $0 + $1.f1 } / count
    support = classes.reduce(0) { $0 + $1.support }
  }
}

extension ConfusionMatrix {
  /// The quality of each class, in order.
  public var classes: [ClassQuality] {
    counts.indices.map { label in
      let (hits, misses, alarms) = outcomes(of: label)
      return ClassQuality(truePositives: hits, falsePositives: alarms, falseNegatives: misses)
    }
  }

  /// The mean over classes: rare classes weigh as much as frequent ones.
  public var macroAverage: ClassQuality { ClassQuality(meanOf: classes) }

  /// The quality of all decisions pooled: every example weighs the same.
  ///
  /// Where each example has exactly one class and one prediction, as here, a false positive of one class is
  /// a false negative of another, so micro-averaged precision, recall and F1 all equal the accuracy.
  public var microAverage: ClassQuality {
    let all = counts.indices.map(outcomes)
    return ClassQuality(
      truePositives: all.reduce(0) { $0 + $1.hits }, falsePositives: all.reduce(0) { $0 + $1.alarms },
      falseNegatives: all.reduce(0) { $0 + $1.misses })
  }

  /// Examples of a class taken for it, examples of it taken for others, and others taken for it.
  private func outcomes(of label: Int) -> (hits: Int, misses: Int, alarms: Int) {
    let hits = counts[label][label]
    return (hits, counts[label].reduce(0, +) - hits, counts.reduce(0) { $0 + $1[label] } - hits)
  }
}
