/// Rows of short texts under a header.
public struct DataTable: Plot, Hashable {
  /// The header.
  public var header: [String]
  /// The rows; those with fewer cells than the header end early.
  public var rows: [[String]]
  /// How the columns are aligned; those without an entry to the left.
  public var alignments: [TextAlignment]
  /// The row to look at.
  public var highlighted: Int?

  /// Makes a table.
  public init(header: [String], rows: [[String]], alignments: [TextAlignment] = [], highlighted: Int? = nil) {
    self.header = header
    self.rows = rows
    self.alignments = alignments
    self.highlighted = highlighted
  }

  /// Draws the table; what does not fit is cut.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    let columns = header.indices
    let widths = columns.map { column in
      ([header] + rows).map { column < $0.count ? width(of: $0[column]) : 0 }.max() ?? 0
    }
    func line(_ cells: [String], prefix: String) -> String {
      let fields = columns.filter { $0 < cells.count }.map { column in
        fitted(
          cells[column], width: widths[column],
          alignment: column < alignments.count ? alignments[column] : .left)
      }
      return prefix + fields.joined(separator: "  ")
    }
    let lead = highlighted == nil ? "" : "  "
    grid.put(line(header, prefix: lead), x: rect.x, y: rect.y, style: theme[.muted], clip: rect)
    for (index, row) in rows.enumerated() {
      let isHighlighted = index == highlighted
      grid.put(
        line(row, prefix: isHighlighted ? "\(theme.glyphs.pointer) " : lead), x: rect.x,
        y: rect.y + 1 + index,
        style: theme[isHighlighted ? .accent : .text], clip: rect)
    }
  }
}
