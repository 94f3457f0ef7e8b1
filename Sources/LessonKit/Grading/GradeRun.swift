import Codelab
import Foundation

/// One exercise of one submission being graded, step after step, without threads.
///
/// The owner waits for the descriptors until `deadline` and calls `advance(now:)` until it gives the outcome.
final class GradeRun {
  let item: GradingPlan.Item
  private let setup: RunSetup
  private let seed: UInt64
  private let folder: URL
  private let answer: URL
  private let enclosure: URL
  private let onUpdate: (GradingPlan.Item, LessonStep, RunUpdate) -> Void
  private var run: StepRun?
  private var results: [StepResult] = []
  private var isCancelled = false

  /// Prepares a run in a folder of its own.
  ///
  /// - Throws: If the folder cannot be made.
  init(
    _ item: GradingPlan.Item, setup: RunSetup, seed: UInt64, folder: URL,
    onUpdate: @escaping (GradingPlan.Item, LessonStep, RunUpdate) -> Void
  ) throws {
    self.item = item
    self.setup = setup
    self.seed = seed
    self.folder = folder
    self.onUpdate = onUpdate
    // The graded code sees the enclosure and nothing else, not even its own source.
    enclosure = folder.appendingPathComponent("enclosure", isDirectory: true)
    answer = folder.appendingPathComponent("Exercise.swift")
    try FileManager.default.createDirectory(at: enclosure, withIntermediateDirectories: true)
    if case .file(_, let content) = item.work { try Foundation.Data(content).write(to: answer) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var readDescriptors: [Int32] { run?.readDescriptors ?? [] }
  var writeDescriptors: [Int32] { run?.writeDescriptors ?? [] }
  var deadline: Double { run?.deadline ?? 0 }

  /// Stops the run; the steps that did not end count as cancelled.
  func cancel() {
    isCancelled = true
    run?.cancel()
  }

  /// Takes one turn; gives the outcome when every step is over.
  func advance(now: Double) -> GradeReport.Exercise? {
    guard case .file(let name, _) = item.work else { return refusal }
    while results.count < item.exercise.steps.count, !isCancelled || run != nil {
      let step = item.exercise.steps[results.count]
      if run == nil { run = StepRun(plan(step, answerName: name), setup: setup) }
      guard let run else { break }
      for update in run.advance(now: now) { onUpdate(item, step, update) }
      guard let result = run.result else { return nil }
      results.append(result)
      self.run = nil
    }
    return outcome(answerName: name)
  }

  private func plan(_ step: LessonStep, answerName: String) -> RunPlan {
    var plan = RunPlan(item.exercise, step: step, answer: answer, seed: seed, enclosure: enclosure)
    plan.answerName = answerName
    plan.supplied = zip(item.exercise.steps, results).filter { $1.ending != .passed }.flatMap { $0.0.tasks }
      .flatMap(\.writes)
    return plan
  }

  private func outcome(answerName: String) -> GradeReport.Exercise {
    let steps = item.exercise.steps
    let missing = steps.dropFirst(results.count).map {
      StepResult.ungraded(item.exercise, $0, .cancelled, seed)
    }
    return GradeReport.Exercise(
      item.exercise, file: setup.project.name(of: item.exercise.lessonText), answer: answerName,
      steps: zip(steps, results + missing).map(GradeReport.Step.init), fingerprints: fingerprints)
  }

  private var refusal: GradeReport.Exercise? {
    guard case .nothing(let reason) = item.work else { return nil }
    let steps = item.exercise.steps.map { step in
      GradeReport.Step(step, .ungraded(item.exercise, step, .refused(message: reason), seed))
    }
    return GradeReport.Exercise(
      item.exercise, file: setup.project.name(of: item.exercise.lessonText), answer: nil, steps: steps)
  }

  private var fingerprints: (lesson: String?, answer: String?) {
    guard case .file(_, let content) = item.work else { return (nil, nil) }
    var answer = Fingerprint()
    answer.add(content)
    var lesson = Fingerprint()
    for file in item.exercise.gradedFiles {
      lesson.add([UInt8]((try? Foundation.Data(contentsOf: file)) ?? Foundation.Data()))
    }
    return (lesson.hex, answer.hex)
  }
}

extension Exercise {
  /// The files that decide about a grade.
  fileprivate var gradedFiles: [URL] {
    [lessonText, lessonCode, solution, judgeCode]
  }
}

extension StepResult {
  /// The outcome of a step that did not run.
  fileprivate static func ungraded(
    _ exercise: Exercise, _ step: LessonStep, _ ending: Ending, _ seed: UInt64
  ) -> StepResult {
    StepResult(
      exercise: exercise.id, step: step.id, ending: ending,
      tasks: Judgement.unjudgedTasks(of: step, because: ending.summary), seed: seed)
  }
}
