import TerminalUI

extension State {
  /// How many lines of the log can be below a pane of some size before its oldest line is at the top.
  func lastLogOffset(_ size: Size) -> Int {
    var room = size.height
    var shown = 0
    for line in log.lines.prefix(size.height) {
      room -= rows(of: line, width: size.width).count
      if room < 0 { break }
      shown += 1
    }
    return max(0, log.lines.count - max(1, shown))
  }

  /// A line of the log in a pane of some width: a long one goes on below, past its time.
  fileprivate func rows(of line: Log.Line, width: Int) -> [StyledLine] {
    let time = line.time.isEmpty ? "" : line.time + "  "
    let indent = TerminalUI.width(of: time)
    let rows = wrapped([Span(line.text, theme[line.role])], width: max(1, width - indent))
    return rows.enumerated().map { index, spans in
      StyledLine([Span(index == 0 ? time : String(repeating: " ", count: indent), theme[.muted])] + spans)
    }
  }
}

func logBorder(_ state: State, _ frame: Frame) -> Border {
  Border(frame.rect, title: "Log", isFocused: state.focusedPane == .log)
}

/// Draws the newest lines of the log, or those it is scrolled to; where there is one row, as much of the line as fits.
func drawLog(_ state: State, in frame: Frame, on grid: inout Grid) {
  let lines = state.log.lines
  guard frame.isBordered || frame.rect.height > 1 else {
    guard let line = lines.last else { return }
    let time = line.time.isEmpty ? "" : line.time + "  "
    let room = frame.rect.width - 1 - width(of: time)
    let cut = truncated(line.text, width: max(0, room), ellipsis: state.theme.glyphs.ellipsis)
    let spans = [Span(" "), Span(time, state.theme[.muted]), Span(cut, state.theme[line.role])]
    return grid.put(StyledLine(spans), x: frame.rect.x, y: frame.rect.y, width: frame.rect.width)
  }
  let rect = frame.text
  var rows: [StyledLine] = []
  let end = lines.count - min(state.logOffset, state.lastLogOffset(rect.size))
  for line in lines[..<max(0, end)].reversed() {
    rows.insert(contentsOf: state.rows(of: line, width: rect.width), at: 0)
    if rows.count >= rect.height { break }
  }
  grid.put(rows.suffix(rect.height), in: rect)
}
