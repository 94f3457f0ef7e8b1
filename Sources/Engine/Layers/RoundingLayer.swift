/// A layer that rounds on its way, not only its result, where a program computes it in 8-bit integers.
///
/// Quantization-aware training lets it round there too. The gradient passes by, as everywhere (the straight-through
/// estimator).
protocol RoundingLayer: Layer {
  /// Whether it rounds what its integer form rounds.
  var roundsAsIntegers: Bool { get set }
}
