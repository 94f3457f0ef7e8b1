import LessonKit
import TerminalUI

/// What the compiler said about the learner's file.
extension State {
  func content(of list: DiagnosticList, width: Int) -> OverlayContent {
    var body: [StyledLine] = []
    var entries: [Range<Int>] = []
    for diagnostic in list.diagnostics {
      let start = body.count
      body += lines(of: diagnostic, width: width)
      entries.append(start..<body.count)
      body.append(StyledLine())
    }
    return OverlayContent(
      title: "Your file does not compile", body: body, entries: entries, selected: list.selected)
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
      // A caret beyond the edge would point at nothing: what is left of it goes.
      let source = sanitized(source)
      let caret = diagnostic.caret.map { sanitized($0) } ?? ""
      let hidden = max(0, TerminalUI.width(of: caret) - max(1, width - 8))
      lines.append(StyledLine(String(source.dropFirst(hidden)), theme[.code]))
      if !caret.isEmpty { lines.append(StyledLine(String(caret.dropFirst(hidden)), theme[.accent])) }
    }
    for note in diagnostic.notes { lines += self.lines(of: note, width: width) }
    return lines
  }
}
