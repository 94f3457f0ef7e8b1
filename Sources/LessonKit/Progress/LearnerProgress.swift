import Codelab

/// What a learner has done so far; a plain value, written to `.codelab/progress.json`.
public struct LearnerProgress: Codable, Sendable, Equatable {
  /// The version of the file that is written.
  public static let currentVersion = 1

  /// The version of the file.
  public var version = LearnerProgress.currentVersion
  /// The identifier of the exercise that was open last.
  public var lastExercise: String?
  /// What was done in each exercise, by identifier.
  public var exercises: [String: ExerciseProgress] = [:]

  /// Makes the progress of someone who begins.
  public init() {}

  /// The progress in one exercise; empty if it was never opened.
  public subscript(_ exercise: String) -> ExerciseProgress {
    get { exercises[exercise] ?? ExerciseProgress() }
    set { exercises[exercise] = newValue }
  }

  /// Notes the outcome of a step that was judged.
  ///
  /// A run without judging, or one that was cancelled, leaves only its metrics.
  public mutating func record(_ result: StepResult) {
    var exercise = self[result.exercise]
    var step = exercise.steps[result.step] ?? StepProgress()
    for metric in result.metrics {
      exercise.metrics[metric.name] = metric
      step.metrics[metric.name] = metric
      exercise.sets[metric.name] = result.sets.isEmpty ? nil : result.sets
      step.sets[metric.name] = exercise.sets[metric.name]
    }
    exercise.knobs.merge(result.knobs) { _, new in new }
    if result.ending.isAttempt {
      step.attempts += 1
      step.points = result.points
      step.best = max(step.best, result.points)
      step.status = result.ending == .passed || step.status == .passed ? .passed : .failed
      let failed = result.tasks.flatMap(\.checks).filter { $0.status == .failed }
      for check in failed { step.failures[check.id, default: 0] += 1 }
      step.lastFailures =
        result.ending == .passed
        ? nil : Dictionary(failed.map { ($0.id, $0.mistake ?? "") }) { first, _ in first }
    }
    if step != StepProgress() { exercise.steps[result.step] = step }
    self[result.exercise] = exercise
  }
}

/// What was done in one exercise.
public struct ExerciseProgress: Codable, Sendable, Equatable {
  /// The step that was shown last.
  public var currentStep: String?
  /// What was done in each step, by identifier.
  public var steps: [String: StepProgress] = [:]
  /// The answers to predictions, by identifier.
  public var predictions: [String: PredictionAnswer] = [:]
  /// The positions of the knobs.
  public var knobs: [String: Double] = [:]
  /// What was measured last, by name.
  public var metrics: [String: Metric] = [:]
  /// The sets that stood in for the lesson's own data when a metric was measured, by its name.
  public var sets: [String: [String]] = [:]

  /// Makes the progress in an exercise that was never opened.
  public init() {}

  /// The points of all steps together, each at its best.
  public var points: Int { steps.values.reduce(0) { $0 + $1.best } }
}

/// What was done in one step.
public struct StepProgress: Codable, Sendable, Equatable {
  /// How far a step is.
  public enum Status: String, Codable, Sendable {
    /// It was never judged.
    case untried
    /// It was judged and has not passed yet.
    case failed
    /// It has passed; later failures do not take that back.
    case passed
  }

  /// How far the step is.
  public var status = Status.untried
  /// Whether the learner left it out.
  public var isSkipped = false
  /// The points of the last attempt.
  public var points = 0
  /// The points of the best attempt.
  public var best = 0
  /// How often it was judged.
  public var attempts = 0
  /// How often each check failed.
  public var failures: [String: Int] = [:]
  /// The checks that failed in the last attempt, each with the mistake that was recognized, if one was; nil after an
  /// attempt that passed.
  public var lastFailures: [String: String]?
  /// The level up to which hints were asked for, by check.
  public var hintsAsked: [String: Int] = [:]
  /// What this step measured last, by name.
  public var metrics: [String: Metric] = [:]
  /// The sets that stood in for the lesson's own data when a metric was measured, by its name.
  public var sets: [String: [String]] = [:]

  /// Makes the progress in a step that was never tried.
  public init() {}

  /// How much the hint for a check may give away, from 1: one level more for every failure after the first, and
  /// as much as was asked for.
  public func hintLevel(for check: String) -> Int {
    max(1, failures[check] ?? 0, hintsAsked[check] ?? 0)
  }

  /// How much the hints for some checks may give away.
  public func hintLevels(for checks: [String]) -> [String: Int] {
    Dictionary(checks.map { ($0, hintLevel(for: $0)) }) { first, _ in first }
  }
}

extension StepProgress {
  /// Reads the progress in a step.
  ///
  /// What an earlier version of this program did not write yet is as at the beginning.
  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.container(keyedBy: CodingKeys.self)
    status = try values.decodeIfPresent(Status.self, forKey: .status) ?? status
    isSkipped = try values.decodeIfPresent(Bool.self, forKey: .isSkipped) ?? isSkipped
    points = try values.decodeIfPresent(Int.self, forKey: .points) ?? points
    best = try values.decodeIfPresent(Int.self, forKey: .best) ?? best
    attempts = try values.decodeIfPresent(Int.self, forKey: .attempts) ?? attempts
    failures = try values.decodeIfPresent([String: Int].self, forKey: .failures) ?? failures
    lastFailures = try values.decodeIfPresent([String: String].self, forKey: .lastFailures)
    hintsAsked = try values.decodeIfPresent([String: Int].self, forKey: .hintsAsked) ?? hintsAsked
    metrics = try values.decodeIfPresent([String: Metric].self, forKey: .metrics) ?? metrics
    sets = try values.decodeIfPresent([String: [String]].self, forKey: .sets) ?? sets
  }
}

extension ExerciseProgress {
  /// Reads the progress in an exercise.
  ///
  /// What an earlier version of this program did not write yet is as at the beginning.
  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.container(keyedBy: CodingKeys.self)
    currentStep = try values.decodeIfPresent(String.self, forKey: .currentStep)
    steps = try values.decodeIfPresent([String: StepProgress].self, forKey: .steps) ?? steps
    predictions =
      try values.decodeIfPresent([String: PredictionAnswer].self, forKey: .predictions) ?? predictions
    knobs = try values.decodeIfPresent([String: Double].self, forKey: .knobs) ?? knobs
    metrics = try values.decodeIfPresent([String: Metric].self, forKey: .metrics) ?? metrics
    sets = try values.decodeIfPresent([String: [String]].self, forKey: .sets) ?? sets
  }
}
