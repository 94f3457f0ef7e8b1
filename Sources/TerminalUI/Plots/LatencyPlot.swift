/// Distributions of single-inference times, one above the other on a common axis.
public struct LatencyPlot: Plot, Hashable {
  /// The times of one model.
  public struct Series: Hashable, Sendable {
    /// The model.
    public var label: String
    /// Its times, in seconds.
    public var samples: [Double]
    /// The median.
    public var p50: Double
    /// The 95th percentile.
    public var p95: Double

    /// Makes a distribution.
    public init(_ label: String, samples: [Double], p50: Double, p95: Double) {
      self.label = label
      self.samples = samples
      self.p50 = p50
      self.p95 = p95
    }
  }

  /// The models from top to bottom.
  public var series: [Series]
  /// The longest time allowed, drawn as a line where it is in range.
  public var budget: Double?

  /// Makes a plot.
  public init(_ series: [Series], budget: Double? = nil) {
    self.series = series
    self.budget = budget
  }

  /// Draws a histogram of each model where there are rows for it; else bars of the medians and 95th percentiles.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !series.isEmpty else { return }
    if series.count == 1 {
      histogram(of: series[0], range: nil).draw(into: &grid, in: rect, theme: theme)
    } else if rect.height >= 5 * series.count {
      let range = commonRange
      for (index, series) in series.enumerated() {
        let top = rect.y + rect.height * index / self.series.count
        let bottom = rect.y + rect.height * (index + 1) / self.series.count
        let slot = Rect(x: rect.x, y: top, width: rect.width, height: bottom - top)
        let (line, body) = slot.split(top: 1)
        grid.put(
          truncated(series.label, width: line.width, ellipsis: theme.glyphs.ellipsis), x: line.x, y: line.y,
          style: theme[.strong], clip: line)
        histogram(of: series, range: range).draw(into: &grid, in: body, theme: theme)
      }
    } else {
      bars(isShort: rect.height < 2 * series.count).draw(into: &grid, in: rect, theme: theme)
    }
  }

  /// From the fastest to nearly the slowest inference of all models.
  private var commonRange: ClosedRange<Double>? {
    let ranges = series.filter { !$0.samples.isEmpty }.map { histogram(of: $0, range: nil).range }
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else {
      return nil
    }
    return low...max(low, high)
  }

  private func histogram(of series: Series, range: ClosedRange<Double>?) -> Histogram {
    var markers = [
      Histogram.Marker("p50", series.p50), Histogram.Marker("p95", series.p95, role: .warning),
    ]
    if let budget { markers.append(Histogram.Marker("budget", budget, role: .limit)) }
    // A few interrupted inferences would squeeze all others into one column.
    return Histogram(
      samples: series.samples, upTo: 0.98, in: range, markers: markers, format: .seconds)
  }

  /// The medians and, unless rows are short, the 95th percentiles.
  private func bars(isShort: Bool) -> BarChart {
    let bars = series.flatMap { series in
      let values = isShort ? [("p50", series.p50)] : [("p50", series.p50), ("p95", series.p95)]
      return values.map { name, value in
        BarChart.Bar("\(name) \(series.label)", value: value, text: AxisFormat.seconds.label(value, step: 0))
      }
    }
    // A budget far above the times would squeeze the bars.
    let largest = series.map(\.p95).filter(\.isDrawable).max() ?? 0
    let near = budget.flatMap { $0 <= 3 * largest ? $0 : nil }
    return BarChart(bars, budget: near, budgetText: near.map(Format.seconds) ?? "")
  }
}
