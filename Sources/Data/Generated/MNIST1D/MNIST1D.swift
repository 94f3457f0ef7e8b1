import Engine

/// MNIST-1D: ten kinds of short signals, hard for a linear model and easy for one that knows of translation.
///
/// The procedure of S. Greydanus and D. Kobak, "Scaling Down Deep Learning with MNIST-1D" (ICML 2024), in code of
/// our own; its card, with what models reach on it, is `Datasets/mnist1d/README.md`.
public struct MNIST1D: Sendable {
  /// What a model trains on: signals `[4000, 40, 1]` of ten classes.
  public let train: Dataset

  /// What a model is judged by: signals `[1000, 40, 1]`.
  public let test: Dataset

  /// Points of a signal.
  public static let length = 40

  /// Makes the signals; the same arguments give the same bits on every machine.
  ///
  /// As published, all signals together have mean 0 and variance 1, and are shuffled before they are divided:
  /// four fifths train, one fifth tests.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - count: how many signals in all, at least 10; ten classes share them, so it is rounded down to a multiple
  ///     of ten.
  public static func generate(seed: UInt64 = 42, count: Int = 5000) -> MNIST1D {
    precondition(count >= 10, "\(count) signals are too few for ten classes")
    var generator = SeededGenerator(seed: seed)
    let signals = SignalTemplate.digits.flatMap { template in
      (0..<count / 10).map { _ in template.signal(length: length, using: &generator) }
    }
    let order = generator.permutation(count: signals.count)
    let values = standardized(order.flatMap { signals[$0] })
    let labels = order.map { $0 / (count / 10) }
    let split = signals.count * 4 / 5
    return MNIST1D(
      train: dataset(values[..<(split * length)], labels: labels[..<split]),
      test: dataset(values[(split * length)...], labels: labels[split...]))
  }

  private static func dataset(_ values: ArraySlice<Float>, labels: ArraySlice<Int>) -> Dataset {
    let signals = Tensor(shape: [labels.count, length, 1], values: Array(values))
    do {
      return try Dataset(images: signals, labels: Array(labels), classes: 10)
    } catch {
      preconditionFailure("signals are finite and their labels in 0..<10: \(error)")
    }
  }
}

/// The same values shifted and scaled to mean 0 and variance 1.
private func standardized(_ values: [Double]) -> [Float] {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  return values.map { Float(($0 - mean) / deviation) }
}
