/// Distributions of single-inference times.
public struct LatencyFigure: Codable, Sendable, Equatable {
  /// One model's times.
  public struct Series: Codable, Sendable, Equatable {
    /// The model.
    public var label: String
    /// The times of single inferences, in seconds.
    public var samples: [Double]
    /// The median, in seconds.
    public var p50: Double
    /// The 95th percentile, in seconds.
    public var p95: Double

    /// Makes a distribution.
    public init(_ label: String, samples: [Double], p50: Double, p95: Double) {
      self.label = label
      self.samples = samples
      self.p50 = p50
      self.p95 = p95
    }

    /// Makes a distribution from measured times.
    public init(_ label: String, _ latency: Latency) {
      self.init(label, samples: latency.samples, p50: latency.p50, p95: latency.p95)
    }
  }

  /// The models.
  public var series: [Series]
  /// The limit in seconds, drawn as a line.
  public var budget: Double?

  /// Makes a figure of distributions.
  public init(_ series: [Series], budget: Double? = nil) {
    self.series = series
    self.budget = budget
  }
}

extension LatencyFigure: FigureData {
  var defect: String? {
    guard Limits.allow(series.map(\.label)) else { return "has too many distributions" }
    guard series.allSatisfy({ $0.samples.count <= Limits.samples }) else { return "has too many samples" }
    let times = series.flatMap { [$0.p50, $0.p95] } + [budget ?? 0]
    return times.allSatisfy { $0.isFinite && $0 >= 0 } ? nil : "has a time that is negative or not finite"
  }

  var plainLines: [String] {
    let unit = Metric.Unit.seconds
    let lines = series.map { series in
      let line =
        "\(series.label): p50 \(unit.text(series.p50)), p95 \(unit.text(series.p95)) of "
        + "\(series.samples.count) inferences"
      return line + (budget.map { series.p95 > $0 ? ", over the budget" : "" } ?? "")
    }
    return lines + (budget.map { ["budget: \(unit.text($0))"] } ?? [])
  }

  /// The times of the last model, which is the newest.
  var summary: String {
    let unit = Metric.Unit.seconds
    return series.last.map { "p50 \(unit.text($0.p50))  p95 \(unit.text($0.p95))" } ?? "nothing yet"
  }
}
