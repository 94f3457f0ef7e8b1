import LessonKit
import TerminalUI

/// Draws what lies on top of the panes.
func drawOverlay(_ state: State, on grid: inout Grid) {
  guard let overlay = state.overlay else { return }
  let theme = state.theme
  switch overlay {
  case .exercises:
    let widest = 60
    let frame = state.layout.overlay(width: widest, height: state.treeRows.count + 2)
    clear(frame, title: "Exercises", on: &grid, theme: theme)
    drawTree(state, in: frame.content, on: &grid)
  case .help(let top), .diagnostics(_, let top):
    let frame = state.readingFrame
    let lines = state.overlayLines(width: frame.text.width)
    clear(frame, title: state.overlayTitle, on: &grid, theme: theme)
    grid.put(lines.dropFirst(top), in: frame.text)
  case .prompt(let prompt):
    drawPrompt(prompt, state, on: &grid)
  case .confirm(let question, _):
    let frame = state.layout.overlay(width: 60, height: 5)
    clear(frame, title: "Sure?", on: &grid, theme: theme)
    let lines = wrapped(question, width: frame.text.width) + ["y yes   n no"]
    for (row, line) in lines.prefix(frame.text.height).enumerated() {
      grid.put(line, x: frame.text.x, y: frame.text.y + row, style: theme[.text], clip: frame.text)
    }
  }
}

private func clear(_ frame: Frame, title: String, on grid: inout Grid, theme: Theme) {
  grid.fill(frame.rect)
  if frame.isBordered { grid.draw([Border(frame.rect, title: title, isFocused: true)], theme: theme) }
}

private func drawPrompt(_ prompt: Prompt, _ state: State, on grid: inout Grid) {
  let theme = state.theme
  let frame = state.layout.overlay(width: 66, height: 9)
  clear(frame, title: "Predict", on: &grid, theme: theme)
  let area = frame.text
  var lines = wrapped([Span(prompt.prediction.question, theme[.strong])], width: area.width).map {
    StyledLine($0)
  }
  lines.append(StyledLine(prompt.prediction.instruction, theme[.muted]))
  lines.append(
    StyledLine([
      Span("> ", theme[.accent]), Span(prompt.text, theme[.text]), Span(" ", theme[.text].adding(.reverse)),
    ]))
  if let complaint = prompt.complaint {
    lines += wrapped([Span(sanitized(complaint), theme[.warning])], width: area.width).map { StyledLine($0) }
  } else if prompt.then != nil {
    lines.append(StyledLine("Enter alone runs without an answer", theme[.muted]))
  }
  grid.put(lines, in: area)
}

extension State {
  /// The frame of an overlay to read in.
  fileprivate var readingFrame: Frame {
    layout.overlay(
      width: min(100, size.width), height: overlayLines(width: min(100, size.width) - 8).count + 2)
  }

  /// How far an overlay to read in can be scrolled.
  var overlayLastTop: Int {
    let frame = readingFrame
    return max(0, overlayLines(width: frame.text.width).count - frame.text.height)
  }

  fileprivate var overlayTitle: String {
    switch overlay {
    case .help: "Keys"
    case .diagnostics: "Your file does not compile"
    default: ""
    }
  }

  fileprivate func overlayLines(width: Int) -> [StyledLine] {
    switch overlay {
    case .help: helpLines
    case .diagnostics(let diagnostics, _): diagnostics.flatMap { lines(of: $0, width: width) }
    default: []
    }
  }

  private var helpLines: [StyledLine] {
    Command.allCases.map { command in
      let keys = command.keys.map(\.name).joined(separator: " ")
      return StyledLine([Span(fitted(keys, width: 16), theme[.key]), Span(command.title, theme[.text])])
    }
  }

  /// The place, the problem, and the line of source with a caret below the column.
  private func lines(of diagnostic: Diagnostic, width: Int) -> [StyledLine] {
    let role: Role =
      switch diagnostic.severity {
      case .error: .bad
      case .warning: .warning
      case .note: .muted
      }
    var place = diagnostic.file
    if let line = diagnostic.line { place += ":\(line)" }
    if let column = diagnostic.column { place += ":\(column)" }
    var lines = [StyledLine(place, theme[.muted])]
    let message = "\(diagnostic.severity.rawValue): \(diagnostic.message)"
    lines += wrapped([Span(sanitized(message), theme[role])], width: max(1, width)).map { StyledLine($0) }
    if let source = diagnostic.sourceLine {
      lines.append(StyledLine(sanitized(source), theme[.code]))
      if let caret = diagnostic.caret { lines.append(StyledLine(sanitized(caret), theme[.accent])) }
    }
    for note in diagnostic.notes { lines += self.lines(of: note, width: width) }
    return lines + [StyledLine()]
  }
}
