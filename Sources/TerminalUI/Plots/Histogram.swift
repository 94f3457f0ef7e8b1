/// How often values fall into bins, with marked values: a distribution of latency.
public struct Histogram: Plot, Hashable {
  /// A value marked on the axis, as p50 or a budget.
  public struct Marker: Hashable, Sendable {
    /// Its name in the legend.
    public var label: String
    /// Where it is.
    public var value: Double
    /// Its color.
    public var role: Role

    /// Makes a marker.
    public init(_ label: String, _ value: Double, role: Role = .accent) {
      self.label = label
      self.value = value
      self.role = role
    }
  }

  /// The count of each bin; all bins are equally wide.
  public var counts: [Int]
  /// From the lower end of the first bin to the upper end of the last.
  public var range: ClosedRange<Double>
  /// The marked values; those outside the range only stand in the legend.
  public var markers: [Marker]
  /// What the values mean.
  public var format: AxisFormat

  /// Makes a histogram of counts.
  public init(counts: [Int], range: ClosedRange<Double>, markers: [Marker] = [], format: AxisFormat = .plain)
  {
    self.counts = counts
    self.range = range
    self.markers = markers
    self.format = format
  }

  /// Makes a histogram of samples; those that are not finite are left out.
  ///
  /// - Parameter upTo: The quantile at which the range ends, so that a few outliers do not squeeze the rest
  ///   together; what lies beyond is counted in the last bin.
  public init(
    samples: [Double], bins: Int = 40, upTo quantile: Double = 1, markers: [Marker] = [],
    format: AxisFormat = .plain
  ) {
    let sorted = samples.filter(\.isDrawable).sorted()
    let low = sorted.first ?? 0
    let last = sorted.isEmpty ? 0 : Int(min(1, max(0, quantile)) * Double(sorted.count - 1))
    let high = sorted.isEmpty ? 1 : max(sorted[last], low + max(abs(low) * 1e-9, 1e-12))
    var counts = Array(repeating: 0, count: max(1, bins))
    for sample in sorted {
      let fraction = min(1, (sample - low) / (high - low))
      counts[min(counts.count - 1, Int(fraction * Double(counts.count)))] += 1
    }
    self.init(counts: counts, range: low...high, markers: markers, format: format)
  }

  /// Draws columns over an axis; the legend takes the last rows, at most a quarter of all.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !counts.isEmpty else { return }
    var body = rect
    if !markers.isEmpty, rect.height >= 3 {
      let entries = markers.enumerated().map {
        Legend.Entry(
          marker: String(theme.glyphs.marker($0)), text: "\($1.label) \(label($1.value))",
          style: theme[$1.role])
      }
      let legend = Legend(entries: entries)
      let rows = min(legend.rows(width: rect.width).count, max(1, rect.height / 4))
      let lines: Rect
      (body, lines) = rect.split(bottom: rows)
      legend.draw(into: &grid, in: lines, theme: theme)
    }
    if body.height >= 4 {
      let line: Rect
      (body, line) = body.split(bottom: 1)
      let high = label(range.upperBound)
      grid.put(label(range.lowerBound), x: line.x, y: line.y, style: theme[.axis], clip: line)
      grid.put(high, x: line.maxX - width(of: high), y: line.y, style: theme[.axis], clip: line)
    }
    if body.height >= 2 {
      let axis: Rect
      (body, axis) = body.split(bottom: 1)
      grid.hline(x: axis.x, y: axis.y, width: axis.width, theme: theme)
      for (index, marker) in markers.enumerated() {
        guard let column = column(marker.value, rect.width) else { continue }
        grid.put(String(theme.glyphs.marker(index)), x: axis.x + column, y: axis.y, style: theme[marker.role])
      }
    }
    drawColumns(into: &grid, in: body, theme: theme)
    for marker in markers {
      guard let column = column(marker.value, rect.width) else { continue }
      for row in body.y..<body.maxY where grid[body.x + column, row].text == " " {
        grid.put(String(theme.glyphs.limit), x: body.x + column, y: row, style: theme[marker.role])
      }
    }
  }

  private func label(_ value: Double) -> String {
    format.label(value, step: (range.upperBound - range.lowerBound) / 100)
  }

  private func column(_ value: Double, _ width: Int) -> Int? {
    guard range.contains(value) else { return nil }
    let fraction = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return fraction.isDrawable ? min(width - 1, Int(fraction * Double(width))) : nil
  }

  private func drawColumns(into grid: inout Grid, in rect: Rect, theme: Theme) {
    let columns = rect.width
    guard columns > 0, rect.height > 0 else { return }
    // A column shows the mean density of the bins it covers, so that bins may be wider or narrower than columns.
    let binsPerColumn = Double(counts.count) / Double(columns)
    let heights = (0..<columns).map { column in
      let (start, end) = (Double(column) * binsPerColumn, Double(column + 1) * binsPerColumn)
      return (Int(start)..<min(counts.count, Int(end.rounded(.up)))).reduce(0.0) { sum, bin in
        sum + Double(counts[bin]) * max(0, min(end, Double(bin + 1)) - max(start, Double(bin)))
      }
    }
    let tallest = heights.max() ?? 0
    guard tallest > 0 else { return }
    for (column, height) in heights.enumerated() {
      let bar = verticalBar(height / tallest * Double(rect.height), glyphs: theme.glyphs)
      for (row, glyph) in bar.prefix(rect.height).enumerated() {
        grid.put(String(glyph), x: rect.x + column, y: rect.maxY - 1 - row, style: theme[.series1])
      }
    }
  }
}

/// The characters of a column from the bottom up; whatever is not zero shows.
func verticalBar(_ height: Double, glyphs: Glyphs) -> [Character] {
  let parts = glyphs.lowerEighths
  guard !parts.isEmpty else {
    return Array(repeating: glyphs.block, count: height > 0 ? max(1, Int(height.rounded())) : 0)
  }
  let total = height > 0 ? max(1, Int((height * 8).rounded())) : 0
  let full = Array(repeating: glyphs.block, count: total / 8)
  return total % 8 == 0 ? full : full + [parts[total % 8 - 1]]
}
