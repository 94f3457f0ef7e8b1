import LessonKit
import TerminalUI

/// The list of exercises and steps with the learner's progress.
extension State {
  func content(of list: ExerciseList, width: Int) -> OverlayContent {
    let rows = exerciseRows(matching: list.field.text)
    let isSearch = !list.field.text.isEmpty
    var body: [StyledLine] = []
    var entries: [Range<Int>] = []
    var chapter: String?
    for row in rows {
      if case .exercise(let index) = row, !isSearch, exercises[index].chapterTitle != chapter {
        chapter = exercises[index].chapterTitle
        body.append(StyledLine(exercises[index].chapterTitle, theme[.subheading]))
      }
      entries.append(body.count..<(body.count + 1))
      body.append(line(of: row, isSearch: isSearch, width: width))
    }
    if rows.isEmpty { body.append(StyledLine("no exercise and no step matches", theme[.muted])) }
    let head: [StyledLine] =
      list.isTyping || isSearch ? [line(of: list.field), StyledLine()] : []
    return OverlayContent(
      title: "Exercises", head: head, body: body, entries: entries, selected: list.selected)
  }

  private func line(of row: ExerciseRow, isSearch: Bool, width: Int) -> StyledLine {
    let glyphs = theme.glyphs
    var left: [Span]
    let right: String
    switch row {
    case .exercise(let index):
      let exercise = exercises[index]
      let record = progress[exercise.id]
      let done = exercise.steps.count { record.steps[$0.id]?.status == .passed }
      let isOpen = index == self.exercise
      let mark =
        done == exercise.steps.count ? glyphs.check : isOpen ? glyphs.expanded : glyphs.collapsed
      left = [Span("\(mark) ", theme[.accent]), Span(exercise.frontMatter.title, theme[.text])]
      var parts = ["\(done)/\(exercise.steps.count) steps"]
      if exercise.points > 0 { parts.append("\(record.points)/\(exercise.points) points") }
      parts.append("\(exercise.minutes) min")
      // The title comes first where there is no room for all.
      right = width < 50 ? "" : parts.joined(separator: "  ")
    case .step(let index, let number):
      let exercise = exercises[index]
      let step = exercise.steps[number]
      let record = progress[exercise.id].steps[step.id]
      let status = StepStatus(record)
      left = [
        Span("  \(status.mark(glyphs)) ", theme[status.role]),
        Span("\(number + 1) \(step.title)", theme[.text]),
      ]
      if isSearch { left.append(Span("  \(exercise.frontMatter.title)", theme[.muted])) }
      right = step.points > 0 && width >= 30 ? "\(record?.best ?? 0)/\(step.points)" : ""
    }
    let room = max(0, width - TerminalUI.width(of: right) - 1)
    var line = StyledLine(left)
    if line.width > room {
      line = StyledLine(truncated(line.text, width: room, ellipsis: glyphs.ellipsis), theme[.text])
    }
    let gap = max(1, width - line.width - TerminalUI.width(of: right))
    line.spans += [Span(String(repeating: " ", count: gap)), Span(right, theme[.muted])]
    return line
  }
}
