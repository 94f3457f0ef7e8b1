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
  ///   - onUpdate: Called with news of a step; grading stops when it returns false.
  public static func grade(
    _ exercise: Exercise, answer: URL, setup: RunSetup, seed: UInt64? = nil,
    onUpdate: (LessonStep, RunUpdate) -> Bool = { _, _ in true }
  ) -> ExerciseGrade {
    var steps: [ExerciseGrade.Step] = []
    for step in exercise.steps {
      let plan = RunPlan(exercise, step: step, answer: answer, seed: seed)
      let result = StepRun.runToEnd(plan, setup: setup) { onUpdate(step, $0) }
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
