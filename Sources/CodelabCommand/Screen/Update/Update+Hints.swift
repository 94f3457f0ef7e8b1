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
    let area = layout.lesson.text
    let lines = lessonLines(width: area.width)
    guard let hint = lines.firstIndex(where: { $0.text.contains(hintMark) }) else { return }
    let checks = hintableChecks.map(\.id)
    let check = lines[..<hint].lastIndex { line in checks.contains { line.text.hasSuffix(" \($0)") } }
    lessonTop = lines.position(ofLine: max(0, min(check ?? hint, lines.count - area.height)))
  }
}
