extension Grid {
  /// Writes a text in one row and returns the column after it.
  ///
  /// Text left of or right of `clip` is dropped; a wide character across the edge of `clip` becomes a blank.
  /// - Parameter clip: The rectangle outside of which nothing is written; by default the grid.
  @discardableResult
  public mutating func put(_ text: String, x: Int, y: Int, style: Style = .plain, clip: Rect? = nil) -> Int {
    put(Cell.cells(of: text, style: style), x: x, y: y, clip: clip)
  }

  @discardableResult
  mutating func put(_ cells: [Cell], x: Int, y: Int, clip: Rect? = nil) -> Int {
    let area = clip?.intersection(bounds) ?? bounds
    var column = x
    for cell in cells {
      defer { column += cell.width }
      guard y >= area.y, y < area.maxY, column + cell.width > area.x, column < area.maxX else { continue }
      if column >= area.x, column + cell.width <= area.maxX {
        set(cell, x: column, y: y)
      } else {
        set(.blank(cell.style), x: max(column, area.x), y: y)
      }
    }
    return column
  }

  /// Writes a line of spans in one row, filling the rest of `width` with the line's background if it has one.
  ///
  /// - Parameter offset: Columns scrolled away at the left; only lines that scroll move.
  public mutating func put(_ line: StyledLine, x: Int, y: Int, width: Int, offset: Int = 0) {
    let clip = Rect(x: x, y: y, width: width, height: 1)
    if let style = line.fill { fill(clip, style: style) }
    var column = line.scrolls ? x - offset : x
    for span in line.spans {
      column = put(span.text, x: column, y: y, style: span.style, clip: clip)
    }
    if column > x + width, !line.cutMark.isEmpty, bounds.contains(x: x + width - 1, y: y) {
      put(line.cutMark, x: x + width - 1, y: y, style: self[x + width - 1, y].style.adding(.bold), clip: clip)
    }
  }

  /// Writes lines one below the other, cut at the rectangle.
  public mutating func put(_ lines: some Sequence<StyledLine>, in rect: Rect, offset: Int = 0) {
    for (row, line) in lines.prefix(rect.height).enumerated() {
      put(line, x: rect.x, y: rect.y + row, width: rect.width, offset: offset)
    }
  }

  /// Fills a rectangle with one narrow character.
  public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .plain) {
    let area = rect.intersection(bounds)
    let found = Cell.cells(of: String(character), style: style)
    let cell = found.first { $0.width == 1 } ?? .blank(style)
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { set(cell, x: x, y: y) }
    }
  }

  /// Draws a horizontal line.
  public mutating func hline(x: Int, y: Int, width: Int, theme: Theme, style: Style? = nil) {
    fill(
      Rect(x: x, y: y, width: width, height: 1), with: theme.glyphs.horizontal,
      style: style ?? theme[.border])
  }

  /// Copies another grid into this one, its corner at the given position.
  public mutating func copy(_ other: Grid, x: Int, y: Int) {
    for row in 0..<other.height {
      put((0..<other.width).map { other[$0, row] }.filter { !$0.isContinuation }, x: x, y: y + row)
    }
  }
}
