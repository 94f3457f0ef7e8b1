/// A screen full of cells.
///
/// Whatever is drawn is cut at the edges. A character of two columns is never split: where an edge or
/// another drawing cuts it, a blank takes the place of the half that remains.
public struct Grid: Hashable, Sendable {
  /// Columns and rows.
  public let size: Size
  private(set) var cells: [Cell]

  /// Makes a grid of blanks.
  public init(size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: .blank(style), count: size.width * size.height)
  }

  /// Makes a grid of blanks.
  public init(width: Int, height: Int) { self.init(size: Size(width: width, height: height)) }

  /// Columns.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }
  /// The whole grid as a rectangle.
  public var bounds: Rect { Rect(size) }

  /// The cell at a position inside the grid.
  public subscript(x: Int, y: Int) -> Cell {
    precondition(bounds.contains(x: x, y: y), "no cell at \(x), \(y) in a grid of \(width) x \(height)")
    return cells[y * width + x]
  }

  /// Writes one cell, and its continuation if it has one, and blanks the halves this cuts off.
  ///
  /// The caller has checked that all columns of the cell are inside the grid.
  mutating func set(_ cell: Cell, x: Int, y: Int) {
    let index = y * width + x
    if cells[index].isContinuation, x > 0 { cells[index - 1] = .blank(cells[index - 1].style) }
    let last = index + cell.width - 1
    if x + cell.width < width, cells[last + 1].isContinuation {
      cells[last + 1] = .blank(cells[last + 1].style)
    }
    cells[index] = cell
    if cell.width == 2 { cells[index + 1] = .continuation(cell.style) }
  }

  /// Changes the style of the cells in a rectangle and leaves their text.
  public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX {
        let index = y * width + x
        cells[index].style = change(cells[index].style)
        // Both halves of a wide character look alike, even if only one is inside.
        if cells[index].width == 2 { cells[index + 1].style = cells[index].style }
        if cells[index].isContinuation, x == area.x { cells[index - 1].style = cells[index].style }
      }
    }
  }
}
