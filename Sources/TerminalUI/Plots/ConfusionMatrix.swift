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
    let classes = counts.count
    guard classes > 0, !rect.isEmpty else { return }
    let labelWidth = min(labels.map { width(of: $0) }.max() ?? 1, 8)
    let digits = counts.joined().map { String($0).count }.max() ?? 1
    let pitch = min(max(digits + 1, 3), max(2, (rect.width - labelWidth - 1) / classes))
    let left = rect.x + labelWidth + 1
    for column in 0..<classes {
      grid.put(
        fitted(label(column), width: pitch - 1, alignment: .right, ellipsis: ""), x: left + column * pitch,
        y: rect.y,
        style: theme[.axis], clip: rect)
    }
    if rect.height >= classes + 2 {
      grid.put(
        truncated("rows: actual, columns: predicted", width: rect.width, ellipsis: theme.glyphs.ellipsis),
        x: rect.x, y: rect.y + classes + 1, style: theme[.muted], clip: rect)
    }
    for (row, values) in counts.enumerated() where rect.y + 1 + row < rect.maxY {
      grid.put(
        fitted(label(row), width: labelWidth, alignment: .right, ellipsis: ""), x: rect.x,
        y: rect.y + 1 + row,
        style: theme[.axis], clip: rect)
      let total = max(1, values.reduce(0, +))
      for (column, value) in values.prefix(classes).enumerated() {
        let text = value == 0 ? "." : String(value)
        let style = style(
          share: Double(value) / Double(total), isRight: row == column,
          isLargest: value > 0 && value == values.max(), theme)
        grid.put(
          fitted(text, width: pitch - 1, alignment: .right, ellipsis: "+") + " ", x: left + column * pitch,
          y: rect.y + 1 + row, style: value == 0 ? theme[.muted] : style, clip: rect)
      }
    }
  }

  private func label(_ index: Int) -> String { index < labels.count ? labels[index] : "" }

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
