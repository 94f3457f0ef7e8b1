/// What came of verifying some exercises: the one value that every report is written from.
public struct Verification: Sendable, Equatable {
  /// The exercises, sorted by path.
  public var exercises: [ExerciseVerification]
  /// What is wrong beside the exercises: chapter pages, files that belong nowhere.
  public var diagnostics: [Diagnostic]
  /// Whether formatting was looked at; not where the toolchain has no formatter.
  public var checksFormat: Bool

  /// Whether nothing is wrong; false if there is no exercise.
  public var isPassed: Bool {
    diagnostics.isEmpty && !exercises.isEmpty && exercises.allSatisfy(\.isPassed)
  }
}

/// What came of verifying one exercise.
public struct ExerciseVerification: Sendable, Equatable {
  /// The identifier; the path for a lesson that cannot be read.
  public var id: String
  /// The path below the Codelabs folder.
  public var path: String
  /// How many checks its tasks list.
  public var checkCount = 0
  /// What was tried; empty for a lesson that cannot be read.
  public var trials: [TrialResult] = []
  /// Everything that is wrong, sorted by file and line.
  public var diagnostics: [Diagnostic]

  /// Whether nothing is wrong.
  public var isPassed: Bool { diagnostics.isEmpty }

  /// The results of the reference solution, one for each seed.
  public var solutions: [TrialResult] { trials.filter { $0.trial.answer == .solution } }
  /// How many wrong answers were tried.
  public var wrongAnswerCount: Int {
    trials.count { if case .wrong = $0.trial.answer { true } else { false } }
  }
  /// The largest share of a limit of time that a stage of the solution took; nil if it never ran.
  public var largestShare: Double? {
    solutions.flatMap { result in
      result.steps.flatMap { $0.result.shares(of: result.trial.exercise.frontMatter.limits).map(\.share) }
    }.max()
  }
}

extension StepResult {
  /// The share of its limit of time that running and judging took.
  func shares(of limits: Limits) -> [(stage: RunStage, share: Double)] {
    [(RunStage.subject, limits.run), (.judge, limits.judge)].compactMap { stage, limit in
      durations[stage].map { (stage, $0 / limit) }
    }
  }
}
