import TerminalUI

/// The mouse, which does nothing that keys do not do.
extension State {
  /// Focuses the pane below the pointer, or opens what is there.
  mutating func click(x: Int, y: Int) -> [Effect] {
    notice = nil
    if overlay != nil { return clickOverlay(x: x, y: y) }
    guard let pane = pane(atX: x, y: y) else { return [] }
    guard pane == .tree, let rect = layout.tree?.content, rect.contains(x: x, y: y) else {
      focus(on: pane)
      return []
    }
    let line = treeLines(rect.size).dropFirst(y - rect.y).first
    focus(on: .tree)
    guard let line else { return [] }
    treeRow = line.row
    return open()
  }

  /// Scrolls what is below the pointer.
  mutating func turnWheel(x: Int, y: Int, by rows: Int) {
    if overlay != nil {
      scrollOverlay(by: rows)
    } else if let pane = pane(atX: x, y: y) {
      scroll(pane, by: rows)
    }
  }

  /// Chooses the row that was clicked; a click outside closes what lies on top.
  private mutating func clickOverlay(x: Int, y: Int) -> [Effect] {
    guard let shown = shownOverlay else { return [] }
    switch overlay {
    case .prompt, .confirm, nil: return []
    default: break
    }
    guard shown.frame.rect.contains(x: x, y: y) else {
      overlay = nil
      return []
    }
    let line = y - shown.frame.text.y - shown.content.head.count
    guard line >= 0, let entry = shown.content.entry(at: line + shown.top) else { return [] }
    switch overlay {
    case .palette(var palette):
      palette.selected = entry
      overlay = .palette(palette)
      return press(.enter, in: .palette(palette))
    case .exercises(var list):
      list.selected = entry
      overlay = .exercises(list)
      return openChosenExercise()
    case .diagnostics(var list):
      list.selected = entry
      overlay = .diagnostics(list)
    default: break
    }
    return []
  }

  private func pane(atX x: Int, y: Int) -> Pane? {
    visiblePanes.first { pane in
      if zoomed != nil { return true }
      let rects =
        switch pane {
        case .tree: [layout.tree?.rect]
        case .lesson: [layout.lesson.rect]
        case .live: layout.live.map(\.rect)
        case .log: [layout.log?.rect]
        }
      return rects.contains { $0?.contains(x: x, y: y) ?? false }
    }
  }
}
