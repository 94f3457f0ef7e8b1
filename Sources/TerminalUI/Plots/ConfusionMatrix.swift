/// How often each class (row) was taken for each class (column).
public struct ConfusionMatrix: Plot, Hashable {
  /// The counts: `counts[actual][predicted]`.
  public var counts: [[Int]]
  /// The names of the classes.
  public var labels: [String]

  /// Makes a matrix; without labels the classes are numbered from 0.
  public init(_ counts: [[Int]], labels: [String] = []) {
    self.counts = counts
    self.labels = labels.isEmpty ? counts.indices.map(String.init) : labels
  }

  /// Draws the matrix: shades by count with 256 colors, else the largest count of a row reversed; 0 is a dot.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !counts.isEmpty, !rect.isEmpty else { return }
    let names = counts.indices.map { $0 < labels.count ? labels[$0] : "" }
    let digits = counts.joined().map { String($0).count }.max() ?? 1
    let hasNote = rect.height >= counts.count + 2
    let (body, note) = rect.split(bottom: hasNote ? 1 : 0)
    let layout = MatrixLayout(rowLabels: names, columnLabels: names, valueWidth: max(digits, 2), in: body)
    layout.drawLabels(rowLabels: names, columnLabels: names, into: &grid, theme: theme)
    for (row, values) in counts.prefix(layout.rows).enumerated() {
      let total = max(1, values.reduce(0.0) { $0 + Double($1) })
      for (column, value) in values.prefix(layout.columns).enumerated() {
        let style = style(
          share: Double(value) / total, isRight: row == column,
          isLargest: value > 0 && value == values.max(), theme)
        let text = fitted(
          value == 0 ? "." : String(value), width: layout.pitch - 1, alignment: .right, ellipsis: "+")
        grid.put(
          text + " ", x: layout.x(column), y: layout.y(row), style: value == 0 ? theme[.muted] : style,
          clip: body)
      }
    }
    if hasNote {
      let text = fitting(notes, width: note.width)
      grid.put(text, x: note.x, y: min(note.y, layout.y(layout.rows) + 1), style: theme[.muted], clip: rect)
    }
  }

  /// What the matrix says, in more and in fewer words.
  private var notes: [String] {
    let total = counts.joined().reduce(0.0) { $0 + Double($1) }
    let right = counts.indices.reduce(0.0) { $0 + ($1 < counts[$1].count ? Double(counts[$1][$1]) : 0) }
    let axes = "rows: actual, columns: predicted"
    guard total > 0 else { return [axes] }
    let share = "\(Format.percent(right / total)) right"
    return ["\(axes), \(share)", axes, share]
  }

  private func style(share: Double, isRight: Bool, isLargest: Bool, _ theme: Theme) -> Style {
    guard theme.depth == .colors256 else {
      return isLargest ? Style(.standard, .reverse) : isRight ? theme[.text] : theme[.bad]
    }
    let right: [UInt8] = theme.isDark ? [17, 18, 24, 25, 31] : [195, 153, 117, 111, 75]
    let wrong: [UInt8] = theme.isDark ? [52, 88, 94, 130, 166] : [230, 223, 216, 209, 203]
    // Errors are few: their shades rise faster.
    let level = min(4, Int((isRight ? share : share * 4) * 5))
    let color = (isRight ? right : wrong)[level]
    return Style(.indexed(theme.isDark ? 255 : 16), on: .indexed(color), isRight ? .bold : [])
  }
}
