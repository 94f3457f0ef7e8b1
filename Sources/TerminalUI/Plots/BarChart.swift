/// Horizontal bars, one for each label, whole or stacked from parts, against a budget and a baseline: sizes,
/// parameters, times.
public struct BarChart: Plot, Hashable {
  /// A share of a bar.
  public struct Part: Hashable, Sendable {
    /// Its name in the legend.
    public var label: String
    /// Its length, in the unit of the bar.
    public var value: Double

    /// Makes a part.
    public init(_ label: String, value: Double) {
      self.label = label
      self.value = value
    }
  }

  /// A bar.
  public struct Bar: Hashable, Sendable {
    /// Its name.
    public var label: String
    /// Its length, in the unit of the budget.
    public var value: Double
    /// The value as text.
    public var text: String
    /// How it compares with a baseline, as `27 %`; left out where it would leave little room for the bar.
    public var share: String
    /// What the bar is stacked from; empty for a bar in one piece.
    public var parts: [Part]

    /// Makes a bar.
    public init(_ label: String, value: Double, text: String, share: String = "", parts: [Part] = []) {
      self.label = label
      self.value = value
      self.text = text
      self.share = share
      self.parts = parts
    }
  }

  /// The bars from top to bottom.
  public var bars: [Bar]
  /// The budget, drawn as a line across all bars.
  public var budget: Double?
  /// The budget as text, shown below the bars if there is a row for it.
  public var budgetText: String

  /// Makes a chart.
  public init(_ bars: [Bar], budget: Double? = nil, budgetText: String = "") {
    self.bars = bars
    self.budget = budget
    self.budgetText = budgetText
  }

  /// Draws the bars: one row for each, two if there are enough; below them the budget and what the parts are, or
  /// how many bars had no row.
  ///
  /// A value over the budget has an exclamation mark. Where little room is left beside the labels, the bars stand
  /// below them.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !bars.isEmpty else { return }
    let places = Places(of: self, in: rect)
    let shown = bars.count > rect.height && rect.height > 2 ? rect.height - 1 : bars.count
    if shown < bars.count {
      let text = "\(theme.glyphs.ellipsis) \(bars.count - shown) more"
      grid.put(text, x: rect.x, y: rect.maxY - 1, style: theme[.muted], clip: rect)
    }
    for (index, bar) in bars.prefix(shown).enumerated() {
      let row = rect.y + index * places.pitch
      guard row < rect.maxY else { break }
      drawName(of: bar, row: row, places, into: &grid, in: rect, theme: theme)
      let barRow = row + (places.isBelow ? 1 : 0)
      guard barRow < places.end else { continue }
      drawBar(bar, index: index, row: barRow, places, into: &grid, in: rect, theme: theme)
    }
    if places.legendRows > 0 {
      // Below the bars and the budget, with a blank row between where there is one to spare.
      let used = places.rows(bars.count) + (places.hasBudgetRow ? 1 : 0)
      let free = rect.height - used - places.legendRows
      let rows = Rect(
        x: rect.x, y: rect.y + used + min(1, max(0, free)), width: rect.width, height: places.legendRows)
      legend(theme).draw(into: &grid, in: rows, theme: theme)
    }
    drawBudget(places, into: &grid, in: rect, theme: theme)
  }

  /// The names of all parts, in the order of their first appearance.
  private var partLabels: [String] {
    var labels: [String] = []
    for part in bars.flatMap(\.parts) where !labels.contains(part.label) { labels.append(part.label) }
    return labels
  }

  private func legend(_ theme: Theme) -> Legend {
    Legend(
      entries: partLabels.enumerated().map {
        .init(marker: String(theme.glyphs.texture($0)), text: $1, style: theme[.series($0)])
      })
  }

  private func isOver(_ bar: Bar) -> Bool { budget.map { bar.value > $0 } ?? false }

  private func drawName(
    of bar: Bar, row: Int, _ places: Places, into grid: inout Grid, in rect: Rect, theme: Theme
  ) {
    let label = fitted(bar.label, width: places.labelWidth, ellipsis: theme.glyphs.ellipsis)
    grid.put(label, x: rect.x, y: row, style: theme[.text], clip: rect)
    let text = fitted(bar.text, width: places.textWidth, alignment: .right, ellipsis: theme.glyphs.ellipsis)
    let style = theme[isOver(bar) ? .bad : .text]
    let column = grid.put(
      text + (isOver(bar) ? "! " : "  "), x: rect.x + places.labelWidth + 1, y: row, style: style, clip: rect)
    if places.shareWidth > 0 {
      let share = fitted(bar.share, width: places.shareWidth, alignment: .right)
      grid.put(share, x: column, y: row, style: theme[.muted], clip: rect)
    }
  }

  private func drawBar(
    _ bar: Bar, index: Int, row: Int, _ places: Places, into grid: inout Grid, in rect: Rect, theme: Theme
  ) {
    let room = Double(places.room)
    func length(_ value: Double) -> Double {
      value.isDrawable ? min(room, max(0, value * places.scale)) : 0
    }
    guard !bar.parts.isEmpty else {
      let style = isOver(bar) ? theme[.bad] : theme[.series(index)]
      let text = horizontalBar(length(bar.value), glyphs: theme.glyphs)
      grid.put(text, x: places.start, y: row, style: style, clip: rect)
      return
    }
    // Edges are rounded, not lengths, so that the whole is as long as its value; what is not zero shows.
    let labels = partLabels
    var (sum, column) = (0.0, places.start)
    for part in bar.parts where part.value > 0 {
      sum += part.value
      let end = max(column + 1, places.start + Int(length(sum).rounded()))
      let kind = labels.firstIndex(of: part.label) ?? 0
      let text = String(
        repeating: theme.glyphs.texture(kind), count: min(end, rect.maxX) - min(column, rect.maxX))
      grid.put(text, x: column, y: row, style: theme[.series(kind)], clip: rect)
      column = end
    }
  }

  private func drawBudget(_ places: Places, into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard let budget, places.scale > 0, places.room > 0, budget.isDrawable else { return }
    let column = min(rect.maxX - 1, places.start + max(0, Int(budget * places.scale)))
    let rows = min(places.end - rect.y, places.rows(bars.count))
    for row in rect.y..<(rect.y + rows) where !places.isBelow || (row - rect.y) % places.pitch == 1 {
      // Within a bar the line shows as a gap, so that the bar's own color stays.
      let isInBar = grid[column, row].text != " "
      grid.put(
        String(theme.glyphs.vertical), x: column, y: row,
        style: isInBar ? theme[.limit].adding(.reverse) : theme[.limit])
    }
    if places.hasBudgetRow, !budgetText.isEmpty {
      let text = "budget " + budgetText
      let start = max(rect.x, min(column - width(of: text) / 2, rect.maxX - width(of: text)))
      grid.put(text, x: start, y: rect.y + rows, style: theme[.limit], clip: rect)
    }
  }

  /// Where things are in a rectangle.
  private struct Places {
    let labelWidth: Int
    let textWidth: Int
    /// The columns of the shares of the baseline; 0 where they have no room.
    let shareWidth: Int
    /// Whether the bars stand below their labels.
    let isBelow: Bool
    /// The column in which bars start.
    let start: Int
    /// The columns for the longest bar.
    let room: Int
    /// Columns for a unit of value.
    let scale: Double
    /// Rows from one bar to the next.
    let pitch: Int
    /// The row below the bars.
    let end: Int
    let hasBudgetRow: Bool
    let legendRows: Int

    /// The rows of some bars, without a gap after the last.
    func rows(_ count: Int) -> Int { (count - 1) * pitch + (isBelow ? 2 : 1) }

    init(of chart: BarChart, in rect: Rect) {
      let bars = chart.bars
      let isAnyOver = bars.contains { chart.isOver($0) }
      textWidth = min(bars.map { width(of: $0.text) }.max() ?? 0, rect.width)
      let wanted = bars.map { width(of: $0.label) }.max() ?? 0
      // Names stay whole as long as bars of two columns do; in a narrow rectangle they come first.
      let least = rect.width < 30 ? 0 : 2
      let beside = min(wanted, max(rect.width / 3, rect.width - textWidth - 3 - least))
      let shares = bars.map { width(of: $0.share) }.max() ?? 0
      let roomWithShares = rect.width - beside - 1 - textWidth - 2 - shares - 2
      shareWidth = roomWithShares >= 10 ? shares : 0
      let textEnd = beside + 1 + textWidth + 2 + (shareWidth > 0 ? shareWidth + 2 : 0)
      let besideRoom = rect.width - textEnd
      isBelow = besideRoom < 6 && rect.height >= 2 * bars.count
      // Below, only the value shares the row with the label.
      labelWidth = isBelow ? max(0, min(wanted, rect.width - textWidth - 1 - (isAnyOver ? 1 : 0))) : beside
      start = isBelow ? rect.x : rect.x + textEnd
      room = max(0, rect.maxX - start)
      let values = bars.map(\.value) + (chart.budget.map { [$0 * 1.1] } ?? [])
      let largest = values.filter(\.isDrawable).max() ?? 0
      scale = largest > 0 ? Double(room) / largest : 0

      let needed = bars.count * (isBelow ? 2 : 1)
      let labels = chart.partLabels
      let entries = labels.map { Legend.Entry(marker: " ", text: $0, style: .plain) }
      let spare = max(0, rect.height - needed)
      hasBudgetRow = chart.budget != nil && spare > (labels.isEmpty ? 0 : 1)
      legendRows = min(
        spare - (hasBudgetRow ? 1 : 0), 2,
        labels.isEmpty ? 0 : Legend(entries: entries).rows(width: rect.width).count)
      end = rect.maxY - legendRows - (hasBudgetRow ? 1 : 0)
      pitch = isBelow ? 2 : end - rect.y >= 2 * bars.count - 1 ? 2 : 1
    }
  }
}

/// A bar of a length in cells, with its last cell filled in eighths where there are blocks for it.
func horizontalBar(_ length: Double, glyphs: Glyphs) -> String {
  let eighths = glyphs.leftEighths
  guard !eighths.isEmpty else {
    return String(repeating: glyphs.block, count: length > 0 ? max(1, Int(length.rounded())) : 0)
  }
  let total = length > 0 ? max(1, Int((length * 8).rounded())) : 0
  let part = total % 8 == 0 ? "" : String(eighths[total % 8 - 1])
  return String(repeating: glyphs.block, count: total / 8) + part
}
