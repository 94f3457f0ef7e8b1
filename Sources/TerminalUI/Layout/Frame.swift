/// The place of a pane: with a border around its content, or without.
public struct Frame: Hashable, Sendable {
  /// The rectangle with the border.
  ///
  /// Neighboring frames share their border: their rectangles overlap.
  public let rect: Rect
  /// Whether there is a border.
  public let isBordered: Bool

  /// Makes a frame.
  public init(_ rect: Rect, isBordered: Bool = true) {
    self.rect = rect
    self.isBordered = isBordered
  }

  /// The cells for what the pane shows.
  public var content: Rect { isBordered ? rect.inset(dx: 1, dy: 1) : rect }

  /// The content with a column of air at each side, for text.
  public var text: Rect { content.width > 20 ? content.inset(dx: 1) : content }
}

/// A frame to draw, with its title.
public struct Border: Hashable, Sendable {
  /// The rectangle of the border.
  public var rect: Rect
  /// The title at the left of the upper edge.
  public var title: String
  /// A short text at the right of the upper edge: a position, a count.
  public var note: String
  /// Whether the pane has the focus.
  public var isFocused: Bool

  /// Makes a border.
  public init(_ rect: Rect, title: String = "", note: String = "", isFocused: Bool = false) {
    self.rect = rect
    self.title = title
    self.note = note
    self.isFocused = isFocused
  }
}

extension Grid {
  /// Draws borders; where they share an edge it is drawn once, with the junctions it needs.
  ///
  /// The focused border is drawn in its own style over the others. Borders of fewer than 2 x 2 cells are left out.
  public mutating func draw(_ borders: [Border], theme: Theme) {
    var arms = [Arms](repeating: [], count: width * height)
    let visible = borders.filter { $0.rect.width > 1 && $0.rect.height > 1 }
    for border in visible {
      border.rect.forEachEdge { x, y, found in
        if bounds.contains(x: x, y: y) { arms[y * width + x].formUnion(found) }
      }
    }
    let characters = (0..<16).map { String(theme.glyphs.junction(Arms(rawValue: $0))) }
    // The focused border comes last, so that its style wins where edges are shared.
    for border in visible.filter({ !$0.isFocused }) + visible.filter(\.isFocused) {
      let style = theme[border.isFocused ? .borderFocused : .border]
      let cells = characters.map { Cell(text: $0, width: 1, style: style) }
      border.rect.forEachEdge { x, y, _ in
        if bounds.contains(x: x, y: y) { set(cells[Int(arms[y * width + x].rawValue)], x: x, y: y) }
      }
    }
    for border in visible { drawTitle(of: border, theme: theme) }
  }

  private mutating func drawTitle(of border: Border, theme: Theme) {
    let rect = border.rect
    let ellipsis = theme.glyphs.ellipsis
    var room = rect.width - 4
    if !border.note.isEmpty, TerminalUI.width(of: border.note) + 2 <= room - 8 {
      let note = " \(border.note) "
      let noteWidth = TerminalUI.width(of: note)
      put(note, x: rect.maxX - 2 - noteWidth, y: rect.y, style: theme[.muted])
      room -= noteWidth + 1
    }
    guard !border.title.isEmpty, room > 2 else { return }
    let title = truncated(border.title, width: room - 2, ellipsis: ellipsis)
    put(" \(title) ", x: rect.x + 2, y: rect.y, style: theme[border.isFocused ? .titleFocused : .title])
  }
}

extension Rect {
  /// Calls a function for each cell of the outline, with the directions the outline goes from there.
  fileprivate func forEachEdge(_ body: (Int, Int, Arms) -> Void) {
    let right = maxX - 1
    let bottom = maxY - 1
    // Made once: for each cell, sets take longer than all the rest of a frame's outline.
    let across: Arms = [.left, .right], along: Arms = [.up, .down]
    for column in (x + 1)..<max(x + 1, right) {
      body(column, y, across)
      body(column, bottom, across)
    }
    for row in (y + 1)..<max(y + 1, bottom) {
      body(x, row, along)
      body(right, row, along)
    }
    body(x, y, [.right, .down])
    body(right, y, [.left, .down])
    body(x, bottom, [.right, .up])
    body(right, bottom, [.left, .up])
  }
}
