/// How much each word of the rows looks at each word of the columns: weights, each row adding up to 1.
public struct AttentionPlot: Plot, Hashable {
  /// The weights `[row][column]`.
  public var weights: [[Double]]
  /// The words of the rows, which look.
  public var queries: [String]
  /// The words of the columns, which are looked at.
  public var keys: [String]

  /// Makes a plot.
  public init(_ weights: [[Double]], queries: [String], keys: [String]) {
    self.weights = weights
    self.queries = queries
    self.keys = keys
  }

  /// Draws a cell for each pair: its weight in percent on a background that grows with it.
  ///
  /// Where cells are narrow, the background or a shade stands alone. The largest weight of a row is bold, without
  /// colors reversed.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !queries.isEmpty, !keys.isEmpty else { return }
    // A line explains the numbers where it costs no row of words.
    let hasNote = rect.height >= queries.count + 3
    let (body, note) = rect.split(bottom: hasNote ? 1 : 0)
    let layout = MatrixLayout(rowLabels: queries, columnLabels: keys, valueWidth: 3, in: body)
    layout.drawLabels(rowLabels: queries, columnLabels: keys, into: &grid, theme: theme)
    for row in 0..<layout.rows {
      let values = row < weights.count ? weights[row] : []
      let largest = values.filter(\.isDrawable).max() ?? 0
      for (column, value) in values.prefix(layout.columns).enumerated() {
        let level = value.isDrawable ? min(1, max(0, value)) : 0
        let isLargest = value == largest && largest > 0
        grid.put(
          text(value, width: layout.pitch, theme), x: layout.x(column), y: layout.y(row),
          style: style(level, isLargest: isLargest, theme), clip: body)
      }
    }
    guard hasNote else { return }
    let y = min(note.y, layout.y(layout.rows) + 1)
    let hasNumbers = layout.pitch >= Self.pitchOfNumbers
    let texts = (hasNumbers ? ["rows look at columns, in percent"] : []) + ["rows look at columns"]
    let end = grid.put(
      fitting(texts, width: note.width), x: note.x, y: y, style: theme[.muted], clip: rect)
    if !hasNumbers { drawScale(into: &grid, x: end + 2, y: y, clip: rect, theme) }
  }

  /// Explains the shades, which stand for numbers that have no room.
  private func drawScale(into grid: inout Grid, x: Int, y: Int, clip: Rect, _ theme: Theme) {
    guard x + 12 <= clip.maxX else { return }
    var column = grid.put("0 ", x: x, y: y, style: theme[.muted], clip: clip)
    for level in [0, 0.5, 1] {
      column = grid.put(
        text(level, width: 2, theme), x: column, y: y, style: style(level, isLargest: false, theme),
        clip: clip)
    }
    grid.put(" 100", x: column, y: y, style: theme[.muted], clip: clip)
  }

  /// The columns of a cell from which on its number is written.
  private static let pitchOfNumbers = 4

  private func text(_ value: Double, width: Int, _ theme: Theme) -> String {
    guard value.isDrawable else { return fitted("?", width: width - 1, alignment: .right) + " " }
    if width >= Self.pitchOfNumbers {
      let percent = Format.fixed(min(1, max(0, value)) * 100, decimals: 0)
      return fitted(percent, width: width - 1, alignment: .right) + " "
    }
    guard theme.depth != .colors256 else { return String(repeating: " ", count: width) }
    let shades = theme.glyphs.shades
    let shade = shades[Int((min(1, max(0, value)) * Double(shades.count - 1)).rounded())]
    return String(repeating: shade, count: width - 1) + " "
  }

  private func style(_ level: Double, isLargest: Bool, _ theme: Theme) -> Style {
    // Most weights are small: the square root tells them apart.
    guard let heat = theme.heat(level.squareRoot()) else {
      return isLargest ? Style(.standard, .reverse) : theme[.text]
    }
    return isLargest ? heat.adding(.bold) : heat
  }
}
