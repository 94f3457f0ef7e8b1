/// Dots finer than cells: two by four in a cell with braille, one by two with ASCII.
struct DotCanvas {
  private let rect: Rect
  private let theme: Theme
  private var dots: [UInt8]
  private var styles: [Style]
  let width: Int
  let height: Int

  private let perColumn: Int
  private let perRow: Int

  init(_ rect: Rect, theme: Theme) {
    self.rect = rect
    self.theme = theme
    perColumn = theme.glyphs.isUnicode ? 2 : 1
    perRow = theme.glyphs.isUnicode ? 4 : 2
    width = rect.width * perColumn
    height = rect.height * perRow
    dots = Array(repeating: 0, count: rect.width * rect.height)
    styles = Array(repeating: .plain, count: dots.count)
  }

  /// Sets a dot; `y` counts upward from the bottom.
  ///
  /// The last style given to a cell counts.
  mutating func set(x: Int, y: Int, style: Style) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let row = height - 1 - y
    let cell = row / perRow * rect.width + x / perColumn
    if theme.glyphs.isUnicode {
      let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
      dots[cell] |= bits[row % 4 * 2 + x % 2]
    } else {
      dots[cell] |= row % 2 == 0 ? 1 : 2
    }
    styles[cell] = style
  }

  /// Draws a line, of which only one dot in so many shows.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), style: Style, oneIn distance: Int = 1
  ) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    for step in 0...max(steps, 0) where (start.x + start.y + step) % distance == 0 {
      let part = steps == 0 ? 0 : Double(step) / Double(steps)
      set(
        x: start.x + Int((Double(end.x - start.x) * part).rounded()),
        y: start.y + Int((Double(end.y - start.y) * part).rounded()), style: style)
    }
  }

  func draw(into grid: inout Grid) {
    for (index, bits) in dots.enumerated() where bits != 0 {
      let text =
        theme.glyphs.isUnicode
        ? Unicode.Scalar(0x2800 + UInt32(bits)).map(String.init) ?? " " : [" ", "'", ".", ":"][Int(bits)]
      grid.put(text, x: rect.x + index % rect.width, y: rect.y + index / rect.width, style: styles[index])
    }
  }
}
