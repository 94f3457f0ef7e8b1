extension Latency {
  /// The samples far from the bulk, by Tukey's fences: below `q1 - 1.5 (q3 - q1)` or above
  /// `q3 + 1.5 (q3 - q1)`, where q1 and q3 are the quartiles (Tukey, Exploratory Data Analysis, 1977).
  ///
  /// They are counted, not removed: percentiles and histogram hold all samples. A few slow inferences are what
  /// a user meets too, and the median hardly moves with them.
  public var outliers: Outliers {
    let (first, third) = (percentile(25), percentile(75))
    let reach = 1.5 * (third - first)
    let fences = first - reach...third + reach
    return Outliers(
      fences: fences, fast: samples.count { $0 < fences.lowerBound },
      slow: samples.count { $0 > fences.upperBound }, count: samples.count)
  }

  /// Samples outside of Tukey's fences.
  public struct Outliers: Sendable, Equatable {
    /// Where samples are not outliers, in seconds.
    public let fences: ClosedRange<Double>

    /// How many samples lie below the fences.
    public let fast: Int

    /// How many samples lie above the fences.
    public let slow: Int

    /// The number of all samples.
    public let count: Int

    /// The share of samples that are outliers.
    public var share: Double { Double(fast + slow) / Double(count) }
  }

  /// The median of the second half of the samples divided by that of the first half; nil for one sample.
  ///
  /// About 1 when the machine was steady. Above 1 it slowed down meanwhile (heat, other work), below 1 the
  /// warm-up was too short. Of an odd number of samples, the middle one is in neither half.
  public var drift: Double? {
    let half = samples.count / 2
    guard half > 0 else { return nil }
    return Latency(samples: Array(samples.suffix(half))).p50
      / Latency(samples: Array(samples.prefix(half))).p50
  }
}
