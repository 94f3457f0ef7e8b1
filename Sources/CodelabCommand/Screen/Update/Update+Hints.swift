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
    showEndOfLesson()
    return [.save]
  }

  /// Scrolls the lesson to its end, where hints are.
  private mutating func showEndOfLesson() {
    let area = layout.lesson.text
    let lines = lessonLines(width: area.width)
    lessonTop = lines.position(ofLine: max(0, lines.count - area.height))
  }
}
