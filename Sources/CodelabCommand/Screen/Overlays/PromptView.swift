import LessonKit
import TerminalUI

/// A prediction being answered.
extension State {
  func content(of prompt: Prompt, width: Int) -> OverlayContent {
    func wrap(_ text: String, _ role: Role) -> [StyledLine] {
      wrapped([Span(sanitized(text), theme[role])], width: max(1, width)).map { StyledLine($0) }
    }
    var lines = questionLines(of: prompt.prediction, width: width)
    lines += wrap(prompt.prediction.instruction, .muted)
    lines += [StyledLine(), line(of: prompt.field), StyledLine()]
    let typed = lines.count - 2
    if let complaint = prompt.complaint {
      lines += wrap(complaint, .warning)
    } else if prompt.then != nil {
      lines += wrap("Enter alone runs without an answer", .muted)
    }
    return OverlayContent(title: "Predict", head: lines, typed: typed)
  }
}
