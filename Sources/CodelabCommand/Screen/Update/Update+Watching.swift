import LessonKit

/// Checking the step whenever the learner saves.
extension State {
  mutating func toggleWatch() {
    isWatching.toggle()
    notice =
      isWatching
      ? "watching Work/\(openExercise.path)/Exercise.swift: the step runs whenever you save"
      : "no longer watching your file"
  }

  /// Runs the open step again with a file that was saved, in place of a run that goes on.
  mutating func checkSaved(_ saved: Int) -> [Effect] {
    guard isWatching, saved == exercise else { return [] }
    switch overlay {
    case .prompt, .confirm:
      // What is being answered comes first; the run after it compiles the newest file.
      return []
    case .diagnostics: overlay = nil
    default: break
    }
    note("saved: \(openStep.checks.isEmpty ? "running" : "checking") \(openStep.title)")
    return [.cancelRun] + startRun(judges: true)
  }
}
