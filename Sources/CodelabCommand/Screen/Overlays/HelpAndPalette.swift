import TerminalUI

/// The two views of the table of commands.
extension State {
  /// All commands under headings, each with its keys and why it does nothing now, if so.
  func helpContent(top: Int) -> OverlayContent {
    let keyWidth = 16
    var lines: [StyledLine] = []
    for (title, commands) in Command.groups {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(StyledLine(title, theme[.subheading]))
      for command in commands {
        let keys = command.keys.map(\.name).joined(separator: " ")
        lines.append(StyledLine([Span(fitted(keys, width: keyWidth), theme[.key]), Span(command.title)]))
      }
    }
    return OverlayContent(title: "Keys", body: lines, top: top)
  }

  /// The commands that match what was typed, best first; of those that do nothing now, the reason.
  func content(of palette: Palette, width: Int) -> OverlayContent {
    let commands = commands(matching: palette.field.text)
    let lines = commands.map { command in
      let objection = objection(to: command)
      let text = objection.map { Span("\(command.label): \($0)", theme[.muted]) }
      return StyledLine([
        Span(fitted(command.keyName, width: 8), theme[.key]), text ?? Span(command.title, theme[.text]),
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
