import Codelab
import LessonKit
import TerminalUI

/// What plain mode prints of a state: the same words as on the screen, line by line.
extension State {
  /// The columns of a line.
  private static let plainWidth = 80

  /// The exercise, the open step and its text.
  var plainStep: [String] {
    let title = "\(openExercise.frontMatter.title), step \(step + 1) of \(openExercise.steps.count): "
    return ["", "== \(title)\(openStep.title) ==", ""] + texts(lessonLines(width: Self.plainWidth))
  }

  /// What lies on top, with its title; entries to choose from have numbers.
  var plainOverlay: [String] {
    guard let content = overlayContent(width: Self.plainWidth) else { return [] }
    var body = texts(content.body)
    if case .exercises = overlay {
      for (number, lines) in content.entries.enumerated() {
        body[lines.lowerBound] = "\(number + 1): " + body[lines.lowerBound]
      }
      body.append("a number opens one, any other text finds some, esc goes back")
    }
    // The field of a search or an answer is the line that is typed.
    let head: [String]
    switch overlay {
    case .exercises: head = []
    case .prompt(let prompt):
      head =
        texts(content.head).filter { $0 != ">" && !$0.hasPrefix("> ") && !$0.isEmpty }
        + (prompt.then == nil ? ["esc goes back"] : [])
    default: head = texts(content.head)
    }
    return ["-- \(content.title) --"] + head + body
  }

  /// The live views in words and numbers.
  var plainPanels: [String] {
    guard !panels.isEmpty else { return ["this step has no live views"] }
    return panels.flatMap(plainLines)
  }

  /// One live view in words and numbers.
  func plainLines(of panel: Panel) -> [String] {
    guard let figure = panel.figure else {
      return ["\(panel.title): not measured yet; \(Command.run.keyName) runs the step"]
    }
    return [figure.title] + figure.plainLines.map { "  \($0)" }
  }

  /// The newest lines of the log.
  var plainLog: [String] {
    log.lines.suffix(20).map { $0.time.isEmpty ? "| \($0.text)" : "\($0.time)  \($0.text)" }
  }

  /// The knobs of the open step.
  var plainKnobs: [String] {
    openStep.knobs.compactMap { openExercise.knob($0) }.map { knob in
      let values = knob.values.map { Metric.Unit.number.text($0) }.joined(separator: " ")
      return "\(knob.name) is \(Metric.Unit.number.text(knobs[knob.name] ?? knob.defaultValue)) of \(values)"
    }
  }

  /// What a message changed that a reader should hear of, apart from the news of a run.
  func plainNews(since old: State) -> [String] {
    var lines = log.lines.suffix(min(log.lines.count, log.count - old.log.count)).map(\.text)
    if let notice, notice != lines.last { lines.append(notice) }
    if openKey != old.openKey { lines += plainStep }
    if openKey == old.openKey, knobs != old.knobs || knobIndex != old.knobIndex { lines += plainKnobs }
    let hints = shownHints
    if hints.map(\.text) != old.shownHints.map(\.text) {
      lines += hints.flatMap { ["Hint for \($0.check):", $0.text] }
    }
    if openKey == old.openKey, viewOffset != old.viewOffset || (zoomed == .live && old.zoomed != .live),
      let panel = panels.first
    {
      lines += plainLines(of: panel)
    }
    if focus == .live, old.focus != .live { lines += plainPanels }
    let shown = plainOverlay
    if overlay != nil, shown != old.plainOverlay { lines += shown }
    return lines
  }

  /// What a command is answered with that the screen answers in another way; nil for all others.
  func plainAnswer(to command: Command) -> [String]? {
    switch command {
    case .focusLesson: plainStep
    case .focusLog: plainLog
    case .focusLive where focus == .live: plainPanels
    case .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .focusNext, .focusPrevious:
      // In a chart of models they select a point.
      focus == .live && selectablePanel != nil && [.left, .right].contains(command)
        ? nil : ["everything is printed here; \(Command.focusLesson.keyName) prints the step again"]
    case .copy, .mouse, .repaint, .suspend, .palette:
      ["there is no screen here that needs '\(command.label)'"]
    default: nil
    }
  }

  private func texts(_ lines: [StyledLine]) -> [String] {
    lines.map { line in
      var text = line.text
      while text.last == " " { text.removeLast() }
      return text
    }
  }
}
