/// A recorded report graded again, and what came out differently.
public struct Replay: Sendable, Equatable {
  /// What differs in the verdicts, a sentence each.
  public var differences: [String] = []
  /// What differs in the circumstances, and so may explain those.
  public var changes: [String] = []

  /// Compares the verdicts of a report with those of its repetition: statuses of steps and checks, and points.
  ///
  /// Messages, durations and measured values are not compared; they vary from run to run.
  public init(of recorded: GradeReport, as repeated: GradeReport) {
    note("the compiler", recorded.circumstances.toolchain, repeated.circumstances.toolchain)
    note("the machine", recorded.circumstances.machine, repeated.circumstances.machine)
    note("the engine's kernels", recorded.circumstances.kernels, repeated.circumstances.kernels)
    let isSingle = recorded.submissions.count == 1 && repeated.submissions.count == 1
    for submission in recorded.submissions {
      let other = repeated.submissions.first { isSingle || $0.name == submission.name }
      for exercise in submission.exercises {
        let name = isSingle ? exercise.id : "\(submission.name), \(exercise.id)"
        guard let again = other?.exercises.first(where: { $0.id == exercise.id }) else {
          differences.append("\(name): was not graded again")
          continue
        }
        compare(exercise, again, name)
      }
    }
  }

  private mutating func note(_ what: String, _ before: String?, _ after: String?) {
    if before != after { changes.append("\(what): \(before ?? "unknown") then, \(after ?? "unknown") now") }
  }

  private mutating func compare(
    _ recorded: GradeReport.Exercise, _ repeated: GradeReport.Exercise, _ name: String
  ) {
    if recorded.lessonFingerprint != repeated.lessonFingerprint {
      changes.append("\(name): the lesson has changed")
    }
    if recorded.answerFingerprint != repeated.answerFingerprint {
      changes.append("\(name): the graded file has changed")
    }
    for step in recorded.steps {
      guard let again = repeated.steps.first(where: { $0.id == step.id }) else {
        differences.append("\(name) > \(step.id): there is no such step any more")
        continue
      }
      if step.status != again.status {
        differences.append("\(name) > \(step.id): \(step.status) then, \(again.status) now")
      }
      let checks = Dictionary(
        again.tasks.flatMap(\.checks).map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
      for check in step.tasks.flatMap(\.checks) where checks[check.id] != check.status {
        let now = checks[check.id].map(\.rawValue) ?? "absent"
        differences.append("\(name) > \(step.id) > \(check.id): \(check.status.rawValue) then, \(now) now")
      }
      if step.points != again.points {
        differences.append("\(name) > \(step.id): \(step.points) points then, \(again.points) now")
      }
    }
  }
}
