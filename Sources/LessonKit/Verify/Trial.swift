import Foundation

/// One answer to an exercise, to be put through its steps with one seed.
public struct Trial: Sendable, Equatable {
  /// What the answer is, and so what should come of it.
  public enum Answer: Sendable, Equatable {
    /// `Exercise.swift`: compiles and does not pass.
    case starter
    /// `Solution.swift`: passes.
    case solution
    /// A file of `Wrong`, completed by the solution: fails one check and no other.
    case wrong(check: String)
  }

  /// The exercise.
  public var exercise: Exercise
  /// What the answer is.
  public var answer: Answer
  /// The file that is compiled as the learner's.
  public var file: URL
  /// The seed of everything random.
  public var seed: UInt64
  /// Whether a wrong answer is put through the step of its check alone.
  public var isQuick = false

  /// The steps that the answer is put through.
  var steps: [LessonStep] {
    guard isQuick, case .wrong(let check) = answer else { return exercise.steps }
    return exercise.steps.filter { $0.checks.contains(check) }
  }

  /// The name of the file in the exercise's folder, as in `Wrong/Floor.swift`.
  public var name: String {
    if case .wrong = answer { return "Wrong/\(file.lastPathComponent)" }
    return file.lastPathComponent
  }
}

/// What came of a trial.
public struct TrialResult: Sendable, Equatable {
  /// What came of one step.
  public struct Step: Sendable, Equatable {
    /// The result.
    public var result: StepResult
    /// The identifiers of the figures it showed.
    public var figures: Set<String> = []
    /// What was odd about it.
    public var problems: [String] = []
  }

  /// What was tried.
  public var trial: Trial
  /// The steps, in order; fewer than the exercise has after a cancellation.
  public var steps: [Step]

  /// The checks that failed, in the order of the lesson.
  public var failedChecks: [String] {
    steps.flatMap(\.result.tasks).flatMap(\.checks).filter { $0.status == .failed }.map(\.id)
  }
  /// Whether every step passed.
  public var isPassed: Bool { steps.allSatisfy { $0.result.ending == .passed } }
  /// The seconds that all stages of all steps took.
  public var seconds: Double { steps.flatMap(\.result.durations.values).reduce(0, +) }
}

/// A trial under way: its steps one after the other, without threads.
final class TrialRun {
  let trial: Trial
  private let setup: RunSetup
  private let directory: URL
  private var steps: [TrialResult.Step] = []
  private var run: StepRun
  private var figures: Set<String> = []
  private var problems: [String] = []

  /// The file that is compiled: the trial's own, or one in which the solution completes it.
  private let answer: URL

  /// Prepares a trial whose steps begin in `directory`; the exercise has at least one step.
  ///
  /// - Throws: If a wrong answer cannot be read or completed.
  init(_ trial: Trial, setup: RunSetup, directory: URL) throws {
    self.trial = trial
    self.setup = setup
    self.directory = directory
    answer = try Self.answer(of: trial, setup: setup)
    run = Self.run(
      of: trial, answer: answer, step: trial.steps[0], setup: setup, directory: directory)
  }

  /// A completed answer lies under a name of its own text, so that what was compiled of it is found again.
  private static func answer(of trial: Trial, setup: RunSetup) throws -> URL {
    guard case .wrong = trial.answer else { return trial.file }
    let text = SuppliedSource.completed(
      try String(contentsOf: trial.file, encoding: .utf8),
      by: try String(contentsOf: trial.exercise.solution, encoding: .utf8))
    let folder = setup.project.writableState().appendingPathComponent("answers", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    removeOldest(in: folder, keeping: 512)
    var fingerprint = Fingerprint()
    fingerprint.add(text)
    let name = trial.file.deletingPathExtension().lastPathComponent
    let file = folder.appendingPathComponent("\(name)-\(fingerprint.hex).swift")
    try Data(text.utf8).write(to: file, options: .atomic)
    return file
  }

  var readDescriptors: [Int32] { run.readDescriptors }
  var writeDescriptors: [Int32] { run.writeDescriptors }
  /// When the next turn is due; zero when it is due now.
  var deadline: Double { run.deadline ?? 0 }

  func cancel() { run.cancel() }

  /// Takes one turn.
  ///
  /// - Returns: What came of the trial, when it is over.
  func advance(now: Double) -> TrialResult? {
    for update in run.advance(now: now) {
      switch update {
      case .event(.figure(let figure)): figures.insert(figure.id)
      case .problem(let text): problems.append(text)
      default: break
      }
    }
    guard let result = run.result else { return nil }
    steps.append(.init(result: result, figures: figures, problems: problems))
    (figures, problems) = ([], [])
    guard steps.count < trial.steps.count, result.ending != .cancelled else {
      return TrialResult(trial: trial, steps: steps)
    }
    run = Self.run(
      of: trial, answer: answer, step: trial.steps[steps.count], setup: setup, directory: directory)
    return nil
  }

  /// To the compiler all answers are one file that changes, so that it compiles the lesson's code once.
  private static func run(
    of trial: Trial, answer: URL, step: LessonStep, setup: RunSetup, directory: URL
  ) -> StepRun {
    var plan = RunPlan(trial.exercise, step: step, answer: answer, seed: trial.seed, directory: directory)
    plan.alias = trial.exercise.starter
    return StepRun(plan, setup: setup)
  }
}
