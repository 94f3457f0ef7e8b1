/// The places of a matrix with a label for each row and each column.
///
/// Labels of columns stand above them where they fit, else they are written downward.
struct MatrixLayout {
  /// The columns of the labels at the left.
  let labelWidth: Int
  /// The columns of a cell, with the gap after it.
  let pitch: Int
  /// The rows of the labels above.
  let headerHeight: Int
  /// Whether labels above are written downward.
  let isDownward: Bool
  /// How many rows and columns of the matrix have room.
  let rows: Int
  let columns: Int
  let rect: Rect

  /// Finds places for as much of the matrix as has room.
  ///
  /// - Parameter valueWidth: the columns that the widest value takes.
  init(rowLabels: [String], columnLabels: [String], valueWidth: Int, in rect: Rect) {
    self.rect = rect
    let wanted = rowLabels.map { width(of: $0) }.max() ?? 0
    let least = min(wanted, max(1, rect.width / 4), 16)
    let room = max(0, rect.width - least - 1)
    let widest = columnLabels.map { width(of: $0) }.max() ?? 0
    let count = max(1, columnLabels.count)
    pitch = max(2, min(room / count, max(valueWidth, min(widest, 12)) + 1))
    isDownward = widest >= pitch && widest > 1
    // Labels written downward leave the matrix all its rows, or at least two thirds.
    let letters = columnLabels.map { Cell.cells(of: $0, style: .plain).count }.max() ?? 0
    headerHeight = isDownward ? max(1, min(letters, max(rect.height / 3, rect.height - rowLabels.count))) : 1
    columns = min(columnLabels.count, room / pitch)
    // What the cells leave belongs to the labels.
    labelWidth = min(max(least, min(wanted, 16)), least + room - columns * pitch)
    rows = min(rowLabels.count, max(0, rect.height - headerHeight))
  }

  /// The column of the screen at which a column of the matrix starts.
  func x(_ column: Int) -> Int { rect.x + labelWidth + 1 + column * pitch }
  /// The row of the screen that shows a row of the matrix.
  func y(_ row: Int) -> Int { rect.y + headerHeight + row }

  /// Writes the labels; where the matrix goes on, an ellipsis says so.
  func drawLabels(
    rowLabels: [String], columnLabels: [String], into grid: inout Grid, theme: Theme
  ) {
    let style = theme[.axis]
    for (row, label) in rowLabels.prefix(rows).enumerated() {
      let isLast = row == rows - 1 && rows < rowLabels.count
      let text = fitted(
        isLast ? theme.glyphs.ellipsis : label, width: labelWidth, alignment: .right,
        ellipsis: theme.glyphs.isUnicode ? "…" : ".")
      grid.put(text, x: rect.x, y: y(row), style: style, clip: rect)
    }
    for (column, label) in columnLabels.prefix(columns).enumerated() {
      guard isDownward else {
        let text = fitted(label, width: pitch - 1, alignment: .right, ellipsis: "")
        grid.put(text, x: x(column), y: rect.y, style: style, clip: rect)
        continue
      }
      // The last letter stands directly above the column.
      let letters = Array(Cell.cells(of: label, style: style).prefix(headerHeight))
      for (index, letter) in letters.enumerated() {
        let start = x(column) + pitch - 1 - letter.width
        grid.put([letter], x: start, y: rect.y + headerHeight - letters.count + index, clip: rect)
      }
    }
  }
}

extension Theme {
  /// A background that grows stronger from 0 to 1, with a text color that is readable on it; nil where there are not
  /// enough colors.
  func heat(_ level: Double) -> Style? {
    guard depth == .colors256 else { return nil }
    let colors: [UInt8] = isDark ? [235, 17, 18, 19, 25, 31, 37, 79] : [255, 195, 153, 117, 111, 75, 32, 25]
    let index = Int((min(1, max(0, level)) * Double(colors.count - 1)).rounded())
    let isBright = isDark ? index > 5 : index < 6
    return Style(.indexed(isBright ? 16 : 255), on: .indexed(colors[index]))
  }
}
