import LessonKit
import TerminalUI

/// Asking for hints.
extension State {
  /// Shows a hint for every failed check of the open step, and gives more away each time.
  mutating func showHint() -> [Effect] {
    let checks = hintableChecks
    var record = progress[openExercise.id].steps[openStep.id] ?? StepProgress()
    for check in checks {
      // The first question shows the hint as it is; each further one raises its level.
      if openView.hintedChecks.contains(check.id) {
        record.hintsAsked[check.id] = record.hintLevel(for: check.id) + 1
      }
    }
    progress[openExercise.id].steps[openStep.id] = record
    seen[openKey, default: StepView()].hintedChecks.formUnion(checks.map(\.id))
    showFirstHint()
    return [.save]
  }

  /// Scrolls the lesson so that the first hint is visible, under the check that it is for.
  private mutating func showFirstHint() {
    let checks = hintableChecks.map(\.id)
    // The lesson's own words are no lines of a task.
    for (block, content) in document(width: lessonTextWidth).enumerated() {
      guard case .lines(let lines) = content,
        let hint = lines.firstIndex(where: { $0.text.contains(hintMark) })
      else { continue }
      let check = lines[..<hint].lastIndex { line in checks.contains { line.text.hasSuffix(" \($0)") } }
      lessonTop = ScrollPosition(block: block, line: check ?? hint)
      return
    }
  }
}
