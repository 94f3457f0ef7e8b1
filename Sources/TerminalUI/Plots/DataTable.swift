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
  /// A row below all others, as a total.
  public var footer: [String]

  /// Makes a table.
  public init(
    header: [String], rows: [[String]], alignments: [TextAlignment] = [], highlighted: Int? = nil,
    footer: [String] = []
  ) {
    self.header = header
    self.rows = rows
    self.alignments = alignments
    self.highlighted = highlighted
    self.footer = footer
  }

  /// Draws as many columns and rows as fit whole.
  ///
  /// The first column gives way first. What is left out shows: a mark at the end of the header for columns, a line
  /// with their number for rows.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty, !header.isEmpty else { return }
    let lead = highlighted == nil ? "" : "  "
    let widths = fittingWidths(rect.width - width(of: lead), theme)
    let isCut = widths.count < header.count
    func line(_ cells: [String], prefix: String) -> String {
      let fields = widths.indices.filter { $0 < cells.count }.map { column in
        fitted(
          cells[column], width: widths[column],
          alignment: column < alignments.count ? alignments[column] : .left, ellipsis: theme.glyphs.ellipsis)
      }
      return prefix + fields.joined(separator: "  ")
    }
    grid.put(line(header, prefix: lead), x: rect.x, y: rect.y, style: theme[.muted], clip: rect)
    if isCut {
      grid.put(String(theme.glyphs.separator), x: rect.maxX - 1, y: rect.y, style: theme[.accent], clip: rect)
    }
    let hasFooter = !footer.isEmpty && rect.height >= 3
    let body = rect.split(top: 1).rest.split(bottom: hasFooter ? 1 : 0).rest
    let shown = visibleRows(body.height)
    for (place, index) in shown.enumerated() {
      let isHighlighted = index == highlighted
      grid.put(
        line(rows[index], prefix: isHighlighted ? "\(theme.glyphs.pointer) " : lead), x: body.x,
        y: body.y + place, style: theme[isHighlighted ? .accent : .text], clip: body)
    }
    var end = body.y + shown.count
    if shown.count < rows.count, body.height > 1 {
      let text = truncated(
        "\(theme.glyphs.ellipsis) \(rows.count - shown.count) more", width: body.width, ellipsis: "")
      grid.put(text, x: body.x, y: end, style: theme[.muted], clip: body)
      end += 1
    }
    if hasFooter {
      grid.put(line(footer, prefix: lead), x: rect.x, y: end, style: theme[.strong], clip: rect)
    }
  }

  /// The widths of the columns that fit; the first one, which has names, may be cut to a third of the room.
  private func fittingWidths(_ room: Int, _ theme: Theme) -> [Int] {
    var widths = header.indices.map { column in
      ([header, footer] + rows).map { column < $0.count ? width(of: $0[column]) : 0 }.max() ?? 0
    }
    func total() -> Int { widths.reduce(0, +) + 2 * (widths.count - 1) }
    let least = min(widths[0], max(6, room / 3))
    // The mark that columns are missing takes two columns itself.
    var mark = 0
    while widths.count > 1, total() - (widths[0] - least) > room - mark {
      widths.removeLast()
      mark = 2
    }
    widths[0] = max(min(widths[0], least), min(widths[0], widths[0] - (total() - (room - mark))))
    return widths
  }

  /// The rows that fit, with the highlighted one among them.
  private func visibleRows(_ height: Int) -> Range<Int> {
    guard rows.count > height else { return rows.indices }
    let count = max(0, height > 1 ? height - 1 : height)
    let first = min(max(0, (highlighted ?? 0) - count + 1), rows.count - count)
    return first..<first + count
  }
}
