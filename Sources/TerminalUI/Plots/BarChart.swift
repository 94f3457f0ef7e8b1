/// Horizontal bars, one for each label, with a line for a budget: sizes, parameters, times.
public struct BarChart: Plot, Hashable {
  /// A bar.
  public struct Bar: Hashable, Sendable {
    /// Its name.
    public var label: String
    /// Its length, in the unit of the budget.
    public var value: Double
    /// The value as text.
    public var text: String

    /// Makes a bar.
    public init(_ label: String, value: Double, text: String) {
      self.label = label
      self.value = value
      self.text = text
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

  /// Draws the bars: one row for each, two if there are enough.
  ///
  /// A value over the budget has an exclamation mark.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !bars.isEmpty else { return }
    let labelWidth = min(bars.map { width(of: $0.label) }.max() ?? 0, rect.width / 3)
    let textWidth = bars.map { width(of: $0.text) }.max() ?? 0
    let left = rect.x + labelWidth + 1
    let barStart = left + textWidth + 2
    let room = max(0, rect.maxX - barStart)
    let values = bars.map(\.value) + (budget.map { [$0 * 1.1] } ?? [])
    let largest = values.filter(\.isDrawable).max() ?? 0
    let scale = largest > 0 ? Double(room) / largest : 0
    let hasBudgetRow = budget != nil && rect.height > bars.count
    let pitch = rect.height - (hasBudgetRow ? 1 : 0) >= 2 * bars.count - 1 ? 2 : 1

    for (index, bar) in bars.enumerated() {
      let row = rect.y + index * pitch
      guard row < rect.maxY else { break }
      let isOver = budget.map { bar.value > $0 } ?? false
      let style = isOver ? theme[.bad] : theme[.series(index)]
      grid.put(
        fitted(bar.label, width: labelWidth, ellipsis: theme.glyphs.ellipsis), x: rect.x, y: row,
        style: theme[.text], clip: rect)
      let text = fitted(bar.text, width: textWidth, alignment: .right)
      grid.put(
        text + (isOver ? "!" : ""), x: left, y: row, style: isOver ? theme[.bad] : theme[.text], clip: rect)
      let length = bar.value.isDrawable ? min(Double(room), max(0, bar.value * scale)) : 0
      grid.put(horizontalBar(length, glyphs: theme.glyphs), x: barStart, y: row, style: style, clip: rect)
    }

    guard let budget, scale > 0, room > 0, budget.isDrawable else { return }
    let column = min(rect.maxX - 1, barStart + max(0, Int(budget * scale)))
    let rows = min(rect.height, (bars.count - 1) * pitch + 1)
    for row in rect.y..<(rect.y + rows) {
      // Within a bar the line shows as a gap, so that the bar's own color stays.
      let isInBar = grid[column, row].text != " "
      grid.put(
        String(theme.glyphs.vertical), x: column, y: row,
        style: isInBar ? theme[.limit].adding(.reverse) : theme[.limit])
    }
    if hasBudgetRow, !budgetText.isEmpty {
      let text = "budget " + budgetText
      let start = max(rect.x, min(column - width(of: text) / 2, rect.maxX - width(of: text)))
      grid.put(text, x: start, y: rect.y + rows, style: theme[.limit], clip: rect)
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
