/// How long single inferences took: a distribution, not one number.
public struct Latency: Sendable, Equatable {
  /// The time of each inference in seconds, in the order in which they ran.
  public let samples: [Double]

  private let sorted: [Double]

  /// Takes measured times in seconds.
  ///
  /// - Precondition: there is at least one, and all are finite.
  public init(samples: [Double]) {
    require(
      !samples.isEmpty && samples.allSatisfy(\.isFinite), "a distribution needs samples that are finite")
    self.samples = samples
    sorted = samples.sorted()
  }

  /// The median, in seconds.
  public var p50: Double { percentile(50) }

  /// The time that 95 % of inferences did not exceed, in seconds.
  public var p95: Double { percentile(95) }

  /// The fastest, in seconds.
  public var min: Double { sorted[0] }

  /// The slowest, in seconds.
  public var max: Double { sorted[sorted.count - 1] }

  /// The smallest sample that at least `percent` percent of the samples do not exceed (nearest rank).
  ///
  /// - Precondition: `percent` is in 0...100.
  public func percentile(_ percent: Double) -> Double {
    require((0...100).contains(percent), "\(percent) is not a percentage")
    let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
    return sorted[Swift.max(rank, 1) - 1]
  }

  /// Counts samples in bins of equal width from the fastest to the 99th percentile.
  ///
  /// The few slowest, which would squeeze all others into one bin, are counted in the last bin.
  ///
  /// - Parameter bins: how many; at least one.
  public func histogram(bins: Int) -> Histogram {
    require(bins > 0, "a histogram needs a bin")
    let upper = percentile(99)
    let width = (upper - min) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for sample in samples {
      let bin = width > 0 ? Int(Swift.min((sample - min) / width, Double(bins - 1))) : 0
      counts[bin] += 1
    }
    return Histogram(lowerBound: min, binWidth: width, counts: counts)
  }

  /// Counts by time; bin `i` begins at `lowerBound + i * binWidth` seconds.
  public struct Histogram: Sendable, Equatable {
    /// Where the first bin begins, in seconds.
    public let lowerBound: Double

    /// The width of each bin in seconds; 0 when all samples are equal.
    public let binWidth: Double

    /// How many samples each bin holds.
    public let counts: [Int]
  }
}
