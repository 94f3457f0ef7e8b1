import Foundation

/// Grades exercises one after the other.
public enum Grading {
  /// Runs and judges every step of an exercise.
  ///
  /// - Parameters:
  ///   - exercise: The exercise.
  ///   - answer: The file that is graded.
  ///   - setup: The compiler, engine and worker.
  ///   - seed: The seed; the exercise's own if nil.
  ///   - isCancelled: Asked many times a second; grading stops when it says so.
  ///   - onUpdate: Called with news of a step.
  public static func grade(
    _ exercise: Exercise, answer: URL, setup: RunSetup, seed: UInt64? = nil,
    isCancelled: () -> Bool = { false }, onUpdate: (LessonStep, RunUpdate) -> Void = { _, _ in }
  ) -> ExerciseGrade {
    var steps: [ExerciseGrade.Step] = []
    for step in exercise.steps {
      let plan = RunPlan(exercise, step: step, answer: answer, seed: seed)
      let result = StepRun.runToEnd(plan, setup: setup, isCancelled: isCancelled) { onUpdate(step, $0) }
      steps.append(.init(title: step.title, line: step.line, result: result))
      if result.ending == .cancelled { break }
    }
    return ExerciseGrade(exercise, file: setup.project.name(of: exercise.lessonText), steps: steps)
  }
}

/// Writes a report beside the file and renames it into place.
public func writeReport(_ text: String, to file: URL) throws(WorkspaceError) {
  do {
    try Data(text.utf8).write(to: file, options: .atomic)
  } catch {
    throw WorkspaceError(
      text: "cannot write \(file.path): \(reason(error)); choose a folder that may be written")
  }
}
