/// A range of values with round ticks, mapped to cells or dots.
struct Axis {
  let range: ClosedRange<Double>
  let step: Double
  let ticks: [Double]

  /// Makes an axis whose ends are ticks, so that all values are inside.
  ///
  /// - Parameters:
  ///   - fixed: A range to show instead of that of the values.
  ///   - format: What the values mean: fractions are not widened beyond 0 and 1, sizes have ticks at whole KB.
  init(
    _ values: some Sequence<Double>, fixed: ClosedRange<Double>? = nil, format: AxisFormat = .plain,
    tickCount: Int
  ) {
    let finite = values.filter(\.isDrawable)
    var low = fixed?.lowerBound ?? finite.min() ?? 0
    var high = fixed?.upperBound ?? finite.max() ?? 1
    if high - low < 1e-12 * max(1, abs(high)) {
      // All values are alike: show some room around them.
      let room = high == 0 ? 1 : abs(high) * 0.1
      low -= room
      high += room
    }
    let step = Axis.step(for: high - low, count: max(1, tickCount), format: format)
    self.step = step
    if fixed == nil {
      low = (low / step + 1e-9).rounded(.down) * step
      high = (high / step - 1e-9).rounded(.up) * step
      if format == .percent {
        low = max(low, min(0, finite.min() ?? low))
        high = min(high, max(1, finite.max() ?? high))
      }
    }
    range = low...max(low + step * 1e-6, high)
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    ticks =
      first <= last && last - first < 100 ? stride(from: first, through: last, by: 1).map { $0 * step } : []
  }

  /// Where a value is, from 0 at the lower end to 1 at the upper.
  func fraction(_ value: Double) -> Double {
    let fraction = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return fraction.isFinite ? min(1, max(0, fraction)) : 0
  }

  /// The index of the cell of `count` that shows a value.
  func cell(_ value: Double, of count: Int) -> Int {
    Int((fraction(value) * Double(max(0, count - 1))).rounded())
  }

  /// 1, 2 or 5 times a power of ten, so that about `count` steps fill the span; of bytes, KB or MB.
  static func step(for span: Double, count: Int, format: AxisFormat = .plain) -> Double {
    guard span.isFinite, span > 0 else { return 1 }
    let unit = format != .bytes || span < 1024 ? 1.0 : span < 1024 * 1024 ? 1024 : 1024 * 1024
    let rough = span / unit / Double(count)
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    while power > rough, power > 1e-300 { power /= 10 }
    let factor = rough / power
    return power * unit * (factor <= 1.0001 ? 1 : factor <= 2.0001 ? 2 : factor <= 5.0001 ? 5 : 10)
  }
}

/// The frame of a plot: axes with ticks and labels.
///
/// Labels of the vertical axis stand left of it, those of the horizontal below, its title at their right end.
struct AxisFrame {
  let x: Axis
  let y: Axis
  let xFormat: AxisFormat
  let yFormat: AxisFormat
  let xLabel: String
  /// Names of equal parts of the horizontal axis, written instead of numbers where all of them fit.
  let xNames: [String]
  /// The cells for the data.
  let area: Rect

  /// Leaves out what there is no room for: labels at the left that would take more than a third of the columns, the
  /// line of the horizontal axis below 5 rows, its labels below 3.
  init(
    in rect: Rect, x: Axis, y: Axis, xFormat: AxisFormat, yFormat: AxisFormat, xLabel: String,
    xNames: [String] = []
  ) {
    self.x = x
    self.y = y
    self.xFormat = xFormat
    self.yFormat = yFormat
    self.xLabel = xLabel
    self.xNames = xNames
    var area = rect
    if rect.height >= 3 { area = area.split(bottom: rect.height >= 5 ? 2 : 1).rest }
    let labels = y.ticks.map { width(of: yFormat.label($0, step: y.step)) }
    let left = (labels.max() ?? 0) + 2
    if left <= rect.width / 3 { area = area.split(left: left).rest }
    self.area = area
  }

  func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    let style = theme[.axis]
    let left = area.x - 1
    if area.x > rect.x {
      for row in area.y..<area.maxY { put(theme.glyphs.vertical, x: left, y: row, &grid, theme) }
      // Where not every tick has a row of its own, the ends are what is exact.
      let isCrowded = y.ticks.count > area.height
      for tick in isCrowded ? [y.ticks.first, y.ticks.last].compactMap(\.self) : y.ticks {
        let row = area.maxY - 1 - y.cell(tick, of: area.height)
        let label = yFormat.label(tick, step: y.step)
        grid.put(
          label, x: left - 1 - width(of: label) + (left > rect.x ? 0 : 1), y: row, style: style, clip: rect)
        put(theme.glyphs.axisTick, x: left, y: row, &grid, theme)
      }
    }
    guard area.maxY < rect.maxY else { return }
    let hasLine = area.maxY + 1 < rect.maxY
    if hasLine {
      for column in area.x..<area.maxX { put(theme.glyphs.horizontal, x: column, y: area.maxY, &grid, theme) }
      if area.x > rect.x { put(theme.glyphs.axisCorner, x: left, y: area.maxY, &grid, theme) }
    }
    let row = rect.maxY - 1
    let longest = xNames.map { width(of: $0) }.max() ?? 0
    if longest > 0, longest < area.width / xNames.count {
      for (name, slot) in zip(xNames, area.columns(xNames.count)) {
        let start = slot.x + (slot.width - width(of: name)) / 2
        grid.put(name, x: start, y: row, style: style, clip: rect)
      }
      return
    }
    let titleWidth = xLabel.isEmpty ? 0 : width(of: xLabel) + 1
    var labels = xLabels(in: rect, before: rect.maxX - titleWidth)
    // A title that leaves no room for two numbers stands on the line above them.
    let isOnLine = hasLine && labels.count < min(2, x.ticks.count) && titleWidth > rect.width / 3
    if isOnLine { labels = xLabels(in: rect, before: rect.maxX) }
    for label in labels {
      if hasLine { put(theme.glyphs.axisTickBelow, x: label.column, y: area.maxY, &grid, theme) }
      grid.put(label.text, x: label.start, y: row, style: style, clip: rect)
    }
    let title = isOnLine ? " \(xLabel)" : xLabel
    grid.put(
      title, x: rect.maxX - width(of: title), y: isOnLine ? area.maxY : row, style: style, clip: rect)
  }

  /// The labels of the horizontal axis that fit left of a column: the column of each tick, and where its text starts.
  private func xLabels(in rect: Rect, before end: Int) -> [(column: Int, start: Int, text: String)] {
    var labels: [(column: Int, start: Int, text: String)] = []
    var free = rect.x
    for tick in x.ticks {
      let column = area.x + x.cell(tick, of: area.width)
      let text = xFormat.label(tick, step: x.step)
      let start = min(max(rect.x, column - width(of: text) / 2), rect.maxX - width(of: text))
      guard start >= free, start + width(of: text) <= end else { continue }
      labels.append((column, start, text))
      free = start + width(of: text) + 1
    }
    return labels
  }

  private func put(_ glyph: Character, x: Int, y: Int, _ grid: inout Grid, _ theme: Theme) {
    grid.put(String(glyph), x: x, y: y, style: theme[.border])
  }
}
