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
  /// Values that stand on the axis, each for its surroundings: the levels of a quantizer.
  public var levels: [Double]
  /// What the values mean.
  public var format: AxisFormat
  /// The title of the axis.
  public var xLabel: String

  /// Makes a histogram of counts.
  public init(
    counts: [Int], range: ClosedRange<Double>, markers: [Marker] = [], levels: [Double] = [],
    format: AxisFormat = .plain, xLabel: String = ""
  ) {
    self.counts = counts
    self.range = range
    self.markers = markers
    self.levels = levels
    self.format = format
    self.xLabel = xLabel
  }

  /// Makes a histogram of samples; those that are not finite are left out.
  ///
  /// - Parameters:
  ///   - upTo: The quantile at which the range ends, so that a few outliers do not squeeze the rest together; what
  ///     lies beyond is counted in the last bin.
  ///   - fixed: A range to show instead.
  public init(
    samples: [Double], bins: Int = 40, upTo quantile: Double = 1, in fixed: ClosedRange<Double>? = nil,
    markers: [Marker] = [], format: AxisFormat = .plain
  ) {
    let sorted = samples.filter(\.isDrawable).sorted()
    let low = fixed?.lowerBound ?? sorted.first ?? 0
    let last = sorted.isEmpty ? 0 : Int(min(1, max(0, quantile)) * Double(sorted.count - 1))
    let end = fixed?.upperBound ?? (sorted.isEmpty ? 1 : sorted[last])
    let high = max(end, low + max(abs(low) * 1e-9, 1e-12))
    var counts = Array(repeating: 0, count: max(1, bins))
    for sample in sorted {
      let fraction = min(1, max(0, (sample - low) / (high - low)))
      counts[min(counts.count - 1, Int(fraction * Double(counts.count)))] += 1
    }
    self.init(counts: counts, range: low...high, markers: markers, format: format)
  }

  /// Draws columns over axes; the legend takes the last rows, at most a third of all.
  ///
  /// Levels are ticks of the axis, and the columns that belong to one differ in color from those of the next; so
  /// many of them that they would touch only stand in the legend.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !counts.isEmpty else { return }
    var body = rect
    let legend = legend(theme)
    if !legend.entries.isEmpty, rect.height >= 3 {
      let rows = min(legend.rows(width: rect.width).count, (rect.height + 1) / 3)
      let lines: Rect
      (body, lines) = rect.split(bottom: rows)
      legend.draw(into: &grid, in: lines, theme: theme)
    }
    let frame = AxisFrame(
      in: body,
      x: Axis([], fixed: range, format: format, tickCount: max(1, body.width / 10)),
      y: Axis([], fixed: 0...tallest(columns: body.width), tickCount: max(1, min(4, body.height / 3))),
      xFormat: format, yFormat: .plain, xLabel: xLabel)
    frame.draw(into: &grid, in: body, theme: theme)
    let area = frame.area
    drawColumns(upTo: frame.y.range.upperBound, into: &grid, in: area, theme: theme)
    let hasLine = body.maxY - area.maxY > 1
    if hasLine, areLevelsApart(area.width) {
      for column in levels.compactMap({ column($0, area.width) }) {
        grid.put(String(theme.glyphs.axisLevel), x: area.x + column, y: area.maxY, style: theme[.accent])
      }
    }
    for (index, marker) in markers.enumerated() {
      guard let column = column(marker.value, area.width) else { continue }
      for row in area.y..<area.maxY where grid[area.x + column, row].text == " " {
        grid.put(String(theme.glyphs.limit), x: area.x + column, y: row, style: theme[marker.role])
      }
      if hasLine {
        let text = String(theme.glyphs.marker(index))
        grid.put(text, x: area.x + column, y: area.maxY, style: theme[marker.role])
      }
    }
  }

  private func legend(_ theme: Theme) -> Legend {
    let step = Axis.step(for: range.upperBound - range.lowerBound, count: 100)
    var entries = markers.enumerated().map {
      Legend.Entry(
        marker: String(theme.glyphs.marker($0)), text: "\($1.label) \(format.label($1.value, step: step))",
        style: theme[$1.role])
    }
    if !levels.isEmpty {
      entries.append(
        .init(
          marker: String(theme.glyphs.axisLevel), text: "\(levels.count) levels", style: theme[.accent]))
    }
    return Legend(entries: entries)
  }

  private func areLevelsApart(_ width: Int) -> Bool { !levels.isEmpty && levels.count * 2 <= width }

  /// Which level, in ascending order, is nearest to the value in the middle of each column.
  private func levelOfColumns(_ width: Int) -> [Int]? {
    guard areLevelsApart(width) else { return nil }
    let sorted = levels.filter(\.isDrawable).sorted()
    let span = range.upperBound - range.lowerBound
    guard !sorted.isEmpty, span.isDrawable else { return nil }
    var level = 0
    return (0..<width).map { column in
      let value = range.lowerBound + span * (Double(column) + 0.5) / Double(width)
      while level + 1 < sorted.count, abs(sorted[level + 1] - value) <= abs(sorted[level] - value) {
        level += 1
      }
      return level
    }
  }

  /// The column of `width` that shows a value; nil outside of the range.
  private func column(_ value: Double, _ width: Int) -> Int? {
    guard range.contains(value), width > 0 else { return nil }
    let fraction = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return fraction.isDrawable ? min(width - 1, Int(fraction * Double(width))) : nil
  }

  /// The mean count of the bins that each column covers, so that bins may be wider or narrower than columns.
  private func heights(columns: Int) -> [Double] {
    let binsPerColumn = Double(counts.count) / Double(columns)
    return (0..<columns).map { column in
      let (start, end) = (Double(column) * binsPerColumn, Double(column + 1) * binsPerColumn)
      let sum = (Int(start)..<min(counts.count, Int(end.rounded(.up)))).reduce(0.0) { sum, bin in
        sum + Double(counts[bin]) * max(0, min(end, Double(bin + 1)) - max(start, Double(bin)))
      }
      return sum / binsPerColumn
    }
  }

  /// The height of the vertical axis: that of the tallest column, at least 1.
  private func tallest(columns: Int) -> Double { max(1, heights(columns: max(1, columns)).max() ?? 1) }

  private func drawColumns(
    upTo top: Double, into grid: inout Grid, in rect: Rect, theme: Theme
  ) {
    guard rect.width > 0, rect.height > 0 else { return }
    let heights = heights(columns: rect.width)
    let levels = levelOfColumns(rect.width)
    for (column, height) in heights.enumerated() {
      let role = Role.series((levels?[column] ?? 0) % 2)
      let bar = verticalBar(height / top * Double(rect.height), glyphs: theme.glyphs)
      for (row, glyph) in bar.prefix(rect.height).enumerated() {
        grid.put(String(glyph), x: rect.x + column, y: rect.maxY - 1 - row, style: theme[role])
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
