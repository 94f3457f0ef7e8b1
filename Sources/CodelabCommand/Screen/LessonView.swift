import Codelab
import LessonKit
import TerminalUI

/// The open step as a document: its prose, and its directives as lines that show their state.
extension State {
  /// The document of the open step.
  func document(width: Int) -> [DocumentBlock] {
    let exercise = openExercise
    var blocks: [DocumentBlock] = []
    if step == 0 { blocks += Self.markdown(exercise.intro, line: exercise.introLine) }
    blocks.append(.lines([stepLine]))
    var ending = endingLines(width: width)
    for block in openStep.blocks {
      switch block {
      case .prose(let text, let line): blocks += Self.markdown(text, line: line)
      case .predict(let prediction): blocks.append(.lines(lines(of: prediction, width: width)))
      case .knob(let name):
        if let knob = exercise.knob(name) { blocks.append(.lines([line(of: knob, width: width)])) }
      case .task(let task):
        // How the run ended is read with the first task: much of the step may follow.
        if !ending.isEmpty { ending.append(StyledLine()) }
        blocks.append(.lines(ending + lines(of: task, width: width)))
        ending = []
      case .hint, .figure: break
      }
    }
    if !ending.isEmpty { blocks.append(.lines(ending)) }
    return blocks
  }

  /// The columns that text takes at most: in longer lines the eye loses its way back.
  private static let textWidth = 88

  /// The columns of the lesson's text on the screen as it is.
  var lessonTextWidth: Int { min(layout.lesson.text.width, Self.textWidth) }

  /// The lines of the open step in a pane of some width.
  func lessonLines(width: Int) -> [StyledLine] {
    let width = min(width, Self.textWidth)
    return render(document(width: width), width: width, theme: theme)
  }

  private static func markdown(_ text: String, line: Int) -> [DocumentBlock] {
    Markdown.parse(text, firstLine: line).map(DocumentBlock.markdown)
  }

  /// The step's place in the exercise, and the time it takes.
  private var stepLine: StyledLine {
    var text = "Step \(step + 1) of \(openExercise.steps.count)"
    if let minutes = openStep.minutes { text += ", about \(minutes) minute\(minutes == 1 ? "" : "s")" }
    return StyledLine(text, theme[.muted])
  }

  // MARK: - Tasks and results

  private func lines(of task: LessonTask, width: Int) -> [StyledLine] {
    let checks = task.checks.map { check in (check, result(of: check)) }
    let isDone = isDone(task)
    let points = task.points == 0 ? "" : "\(isDone ? task.points : 0)/\(task.points)"
    let box = isDone ? "[\(theme.glyphs.check)] " : "[ ] "
    let room = max(1, width - 4 - TerminalUI.width(of: points) - 1)
    let title = wrapped([Span(task.title, theme[.strong])], width: room)
    var lines = title.enumerated().map { row, spans in
      var line = StyledLine([Span(row == 0 ? box : "    ", theme[isDone ? .good : .text])] + spans)
      if row == 0, !points.isEmpty {
        let gap = max(1, width - line.width - TerminalUI.width(of: points))
        line.spans.append(Span(String(repeating: " ", count: gap)))
        line.spans.append(Span(points, theme[isDone ? .good : .muted]))
      }
      return line
    }
    for (check, verdict) in checks {
      lines += verdictLines(of: check, verdict, width: width) + hintLines(for: check, width: width)
    }
    return lines
  }

  /// The hint for a check, folded until it is asked for; nothing where none would help.
  private func hintLines(for check: String, width: Int) -> [StyledLine] {
    let key = Span(Command.hint.keyName, theme[.key])
    guard let hint = shownHints.first(where: { $0.check == check }) else {
      guard hintableChecks.contains(where: { $0.id == check }) else { return [] }
      let fold = Span("      \(theme.glyphs.collapsed) ", theme[.muted])
      return [StyledLine([fold, key, Span(" for a hint", theme[.muted])])]
    }
    var title = [Span("      \(hintMark)", theme[.accent])]
    if hasMoreHints(for: check) { title += [Span("   "), key, Span(" for more", theme[.muted])] }
    let text = TerminalUI.render(Markdown.parse(hint.text), width: max(8, width - 8), theme: theme)
    return [StyledLine(title)]
      + text.map { line in
        var line = line
        line.spans.insert(Span("        "), at: 0)
        return line
      }
  }

  /// What the first line of a hint begins with.
  var hintMark: String { "\(theme.glyphs.expanded) Hint" }

  /// Whether asking again gives more of the hint for a check away.
  private func hasMoreHints(for check: String) -> Bool {
    guard let result = hintableChecks.first(where: { $0.id == check }) else { return false }
    let level = progress[openExercise.id].steps[openStep.id]?.hintLevel(for: check) ?? 1
    let next = Judgement.hint(
      for: check, mistake: result.mistake, level: level + 1, among: openStep.hints)
    return (next?.level ?? 0) > level
  }

  private func verdictLines(of check: String, _ verdict: CheckResult?, width: Int) -> [StyledLine] {
    guard let verdict else {
      return [StyledLine([Span("    \(theme.glyphs.open) ", theme[.muted]), Span(check, theme[.muted])])]
    }
    let isPassed = verdict.status == .passed
    let mark = isPassed ? theme.glyphs.check : theme.glyphs.cross
    var lines = [StyledLine("    \(mark) \(check)", theme[isPassed ? .good : .bad])]
    guard !isPassed else { return lines }
    func add(_ lead: String, _ text: String, _ role: Role) {
      let indent = 6 + TerminalUI.width(of: lead)
      for (row, spans) in wrapped([Span(sanitized(text), theme[role])], width: max(8, width - indent))
        .enumerated()
      {
        let start = row == 0 ? lead : String(repeating: " ", count: TerminalUI.width(of: lead))
        lines.append(StyledLine([Span("      " + start, theme[.muted])] + spans))
      }
    }
    add("", verdict.message, .text)
    if let expected = verdict.expected { add("expected ", expected, .text) }
    if let actual = verdict.actual { add("got      ", actual, .text) }
    return lines
  }

  /// How the last run of the step ended, unless the tasks say it already.
  private func endingLines(width: Int) -> [StyledLine] {
    guard let result = openView.result else { return [] }
    func lines(_ text: String, _ role: Role) -> [StyledLine] {
      wrapped([Span(sanitized(text), theme[role])], width: width).map { StyledLine($0) }
    }
    switch result.ending {
    case .passed:
      let text = openStep.checks.isEmpty ? "Done" : "All checks passed"
      let isLast = step + 1 == openExercise.steps.count
      let next = isLast ? "this was the last step; o chooses an exercise" : "n for the next step"
      return lines("\(theme.glyphs.check) \(text): \(next)", .good)
    case .failed, .ran:
      return []
    default:
      return lines(result.ending.sentence, .warning)
    }
  }
}

func drawLesson(_ lines: [StyledLine], _ state: State, in rect: Rect, on grid: inout Grid) {
  let top = state.lessonFirstLine(of: lines, height: rect.height)
  grid.put(lines.dropFirst(top), in: rect, offset: state.lessonOffset)
}

extension State {
  /// The line at the top of the lesson pane, never so far down that the pane shows less than it could.
  func lessonFirstLine(of lines: [StyledLine], height: Int) -> Int {
    max(0, min(lines.line(at: lessonTop), lines.count - height))
  }
}
