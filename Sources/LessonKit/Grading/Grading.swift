import Foundation

/// Grades exercises of submissions, some at a time.
public struct Grading {
  /// The compiler, engine and worker.
  public var setup: RunSetup
  /// The seed of an exercise.
  public var seed: @Sendable (Exercise) -> UInt64
  /// How many exercises are graded at a time.
  public var jobs: Int

  /// Makes a grading run.
  public init(setup: RunSetup, jobs: Int = 1, seed: @escaping @Sendable (Exercise) -> UInt64) {
    self.setup = setup
    self.seed = seed
    self.jobs = jobs
  }

  /// Grades everything in a plan.
  ///
  /// What goes wrong with one exercise of one submission affects no other.
  ///
  /// - Parameters:
  ///   - plan: What to grade.
  ///   - isCancelled: Asked many times a second; grading stops when it says so.
  ///   - onUpdate: Called with news of a step of an exercise, and the submission's name.
  /// - Returns: The submissions, with their exercises in the order of the plan.
  /// - Throws: If there is no place for temporary files.
  public func grade(
    _ plan: GradingPlan, isCancelled: () -> Bool = { false },
    onUpdate: @escaping (String, Exercise, LessonStep, RunUpdate) -> Void = { _, _, _, _ in }
  ) throws -> [GradeReport.Submission] {
    let scratch = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("codelab-grade-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    var waiting = Array(plan.items.enumerated())[...]
    var active: [Int: GradeRun] = [:]
    var outcomes: [Int: GradeReport.Exercise] = [:]
    while !waiting.isEmpty || !active.isEmpty {
      if isCancelled() { for run in active.values { run.cancel() } }
      while active.count < jobs, let (index, item) = waiting.popFirst() {
        let folder = scratch.appendingPathComponent("\(index)", isDirectory: true)
        let run = try GradeRun(item, setup: setup, seed: seed(item.exercise), folder: folder) {
          onUpdate($0.submission, $0.exercise, $1, $2)
        }
        if isCancelled() { run.cancel() }
        active[index] = run
      }
      for (index, run) in active {
        guard let outcome = run.advance(now: monotonicSeconds()) else { continue }
        active[index] = nil
        outcomes[index] = outcome
      }
      guard let deadline = active.values.map(\.deadline).min() else { continue }
      wait(
        reading: active.values.flatMap(\.readDescriptors), writing: active.values.flatMap(\.writeDescriptors),
        until: deadline)
    }
    return submissions(of: plan, outcomes)
  }

  private func submissions(
    of plan: GradingPlan, _ outcomes: [Int: GradeReport.Exercise]
  ) -> [GradeReport.Submission] {
    var order: [String] = []
    var exercises: [String: [GradeReport.Exercise]] = [:]
    for (index, item) in plan.items.enumerated() {
      if exercises[item.submission] == nil { order.append(item.submission) }
      exercises[item.submission, default: []] += outcomes[index].map { [$0] } ?? []
    }
    return order.map { name in
      GradeReport.Submission(
        name: name, refusal: plan.refused.first { $0.submission == name }?.reason,
        exercises: exercises[name] ?? [])
    }
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
