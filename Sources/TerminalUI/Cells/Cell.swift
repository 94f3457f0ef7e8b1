/// One position of the screen.
///
/// A character of two columns occupies two cells: the first holds it, the second is its continuation.
public struct Cell: Hashable, Sendable {
  /// A base character with its combining marks; empty in a continuation.
  public let text: String
  /// The columns the text takes: 1, 2, or 0 in a continuation.
  public let width: Int
  /// The look of the cell.
  ///
  /// A continuation has the style of its first half.
  public var style: Style

  init(text: String, width: Int, style: Style) {
    self.text = text
    self.width = width
    self.style = style
  }

  /// An empty cell.
  public static func blank(_ style: Style = .plain) -> Cell { Cell(text: " ", width: 1, style: style) }

  static func continuation(_ style: Style) -> Cell { Cell(text: "", width: 0, style: style) }

  /// Whether this is the second half of a character of two columns.
  public var isContinuation: Bool { width == 0 }

  /// The cells that show a text, one for each character, without continuations.
  ///
  /// Marks join the character before them, at most four of them; a text that starts with a mark loses it.
  /// Control characters, escapes and everything else that could reach beyond its cell is gone.
  static func cells(of text: String, style: Style) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(text.utf8.count)
    var marks = 0
    for scalar in text.unicodeScalars {
      let width = displayWidth(of: scalar)
      if width > 0 {
        cells.append(Cell(text: String(scalar), width: width, style: style))
        marks = 0
      } else if isMark(scalar), marks < 4, let base = cells.last {
        cells[cells.count - 1] = Cell(text: base.text + String(scalar), width: base.width, style: style)
        marks += 1
      }
    }
    return cells
  }
}
