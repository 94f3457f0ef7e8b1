/// Watches the values of one tensor, sample after sample, and finds the range that integers shall cover.
///
/// ```swift
/// var observer = try RangeObserver(.entropy)
/// try observer.observe(activations)
/// let parameters = AffineParameters(covering: try observer.range())
/// ```
public struct RangeObserver: Sendable {
  /// How the range follows from the values.
  public let method: CalibrationMethod

  private var extremes = Extremes()
  private var histogram = MagnitudeHistogram()
  private var average: MovingAverage?
  private(set) var isFinite = true

  /// Makes an observer that has seen nothing.
  ///
  /// - Throws: `QuantizationError` for a percentile or a batch size that gives no range.
  public init(_ method: CalibrationMethod = .minMax) throws(QuantizationError) {
    try method.check()
    self.method = method
    if case .movingAverage(let batchSize) = method { average = MovingAverage(batchSize: batchSize) }
  }

  /// Counts the values of some samples; the first axis tells them apart, and matters for batches only.
  ///
  /// - Throws: `QuantizationError.notFinite` when a value is infinite or not a number; nothing is counted then.
  public mutating func observe(_ samples: Tensor) throws(QuantizationError) {
    guard samples.isFinite else { throw .notFinite }
    let size = samples.shape.dropFirst().reduce(1, *)
    guard samples.count > 0 else { return }
    samples.withUnsafeBuffer { values in
      for start in stride(from: 0, to: values.count, by: size) {
        observe(UnsafeBufferPointer(rebasing: values[start..<start + size]))
      }
    }
  }

  /// Counts the values of one sample; remembers if one is not finite.
  mutating func observe(_ sample: UnsafeBufferPointer<Float>) {
    let extremes = Extremes(of: sample)
    guard extremes.isFinite, isFinite else { return isFinite = false }
    self.extremes.include(extremes)
    switch method {
    case .minMax: break
    case .movingAverage: average!.include(extremes)
    case .percentile, .meanSquaredError, .entropy:
      histogram.include(sample, largest: max(-extremes.low, extremes.high))
    }
  }

  /// The range of what was observed.
  ///
  /// - Throws: `QuantizationError.noValues` when nothing was observed.
  public func range() throws(QuantizationError) -> ClosedRange<Float> {
    guard isFinite else { throw .notFinite }
    guard extremes.low <= extremes.high else { throw .noValues }
    let all = extremes.low...extremes.high
    return switch method {
    case .minMax: all
    case .movingAverage: average!.range
    case .percentile(let share): histogram.percentileRange(share, within: all)
    case .meanSquaredError: histogram.leastErrorRange(within: all)
    case .entropy: histogram.leastEntropyRange(within: all)
    }
  }
}

/// The smallest and the largest value seen.
struct Extremes: Sendable {
  private(set) var low = Float.infinity
  private(set) var high = -Float.infinity

  /// Whether all values were numbers, and none infinite.
  private(set) var isFinite = true

  init() {}

  init(of values: UnsafeBufferPointer<Float>) {
    for value in values {
      if !value.isFinite { isFinite = false }
      if value < low { low = value }
      if value > high { high = value }
    }
  }

  mutating func include(_ other: Extremes) {
    low = min(low, other.low)
    high = max(high, other.high)
    isFinite = isFinite && other.isFinite
  }
}

/// Moving averages of the extremes of batches.
private struct MovingAverage: Sendable {
  /// The share of the distance to the next batch that an average moves.
  static let constant: Float = 0.01

  private let batchSize: Int
  private var batch = Extremes()
  private var samples = 0
  private var average: (low: Float, high: Float)?

  init(batchSize: Int) { self.batchSize = batchSize }

  mutating func include(_ sample: Extremes) {
    batch.include(sample)
    samples += 1
    guard samples == batchSize else { return }
    average = averageWithBatch
    (batch, samples) = (Extremes(), 0)
  }

  /// The averages, a batch that is not full included; something must have been observed.
  var range: ClosedRange<Float> {
    let (low, high) = samples == 0 ? average! : averageWithBatch
    return low...high
  }

  private var averageWithBatch: (low: Float, high: Float) {
    guard let (low, high) = average else { return (batch.low, batch.high) }
    return (low + Self.constant * (batch.low - low), high + Self.constant * (batch.high - high))
  }
}
