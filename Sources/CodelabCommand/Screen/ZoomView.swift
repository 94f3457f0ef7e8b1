import TerminalUI

/// Draws the first live view over the whole screen, with the selected point of a chart in words below it.
func drawZoomed(_ state: State, in frame: Frame, on grid: inout Grid) {
  let panels = state.panels
  guard let panel = panels.first else { return }
  if frame.isBordered {
    let note = panels.count > 1 ? "\(Command.view.keyName): \(panels.count - 1) more" : ""
    grid.draw([Border(frame.rect, title: panel.title, note: note, isFocused: true)], theme: state.theme)
  }
  var content = frame.text
  if let text = state.selectedPointText, content.height > 6 {
    let (rest, line) = content.split(bottom: 1)
    content = rest
    let cut = truncated(text, width: line.width, ellipsis: state.theme.glyphs.ellipsis)
    grid.put(cut, x: line.x, y: line.y, style: state.theme[.accent], clip: line)
  }
  drawPanel(panel, in: content, on: &grid, theme: state.theme)
}
