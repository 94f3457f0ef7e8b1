import TerminalUI

/// The two views of the table of commands.
extension State {
  /// All commands under headings, each with its keys and why it does nothing now, if so.
  func helpContent(width: Int, top: Int) -> OverlayContent {
    let keyWidth = width < 60 ? 7 : 16
    var lines: [StyledLine] = []
    for (title, commands) in Command.groups {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(StyledLine(title, theme[.subheading]))
      for command in commands {
        let names = command.keys.map(\.name).joined(separator: " ")
        let keys = TerminalUI.width(of: names) < keyWidth ? names : command.keyName
        let title = wrapped([Span(command.title, theme[.text])], width: max(8, width - keyWidth))
        lines += title.enumerated().map { row, spans in
          StyledLine([Span(fitted(row == 0 ? keys : "", width: keyWidth), theme[.key])] + spans)
        }
      }
    }
    return OverlayContent(title: "Keys", body: lines, top: top)
  }

  /// The commands that match what was typed, best first; of those that do nothing now, the reason.
  func content(of palette: Palette, width: Int) -> OverlayContent {
    let commands = commands(matching: palette.field.text)
    let lines = commands.map { command in
      let objection = objection(to: command)
      let text = objection.map { "\(command.label): \($0)" } ?? command.title
      let cut = truncated(text, width: max(0, width - 8), ellipsis: theme.glyphs.ellipsis)
      return StyledLine([
        Span(fitted(command.keyName, width: 8), theme[.key]),
        Span(cut, theme[objection == nil ? .text : .muted]),
      ])
    }
    return OverlayContent(
      title: "Commands", head: [line(of: palette.field), StyledLine()],
      body: lines.isEmpty ? [StyledLine("no command matches", theme[.muted])] : lines,
      entries: lines.indices.map { $0..<($0 + 1) }, selected: palette.selected)
  }

  /// A line with a text being typed and the place where it goes on.
  func line(of field: TextField) -> StyledLine {
    StyledLine([
      Span("> ", theme[.accent]), Span(sanitized(field.text), theme[.text]),
      Span(" ", theme[.text].adding(.reverse)),
    ])
  }
}
