import Foundation

extension Verification {
  /// The name and version of the JSON document; the number rises when a reader would have to change.
  public static let schema = "codelab.verify/1"

  /// The result as a JSON document.
  ///
  /// ```
  /// { "schema": "codelab.verify/1", "passed", "checksFormat",
  ///   "diagnostics": [ { "file", "line"?, "column"?, "severity", "message" } ],
  ///   "exercises": [ { "id", "path", "passed", "checks", "largestShare"?, "diagnostics": [ ... ],
  ///     "trials": [ { "file", "seed", "seconds", "failedChecks": [ id ],
  ///       "steps": [ { "id", "status", "durations": { stage: seconds } } ] } ] } ] }
  /// ```
  ///
  /// `largestShare` is the largest share of a limit of time that a stage of the solution took. A step's `status` is
  /// as in the report of `grade`. `?` marks keys that can be absent; keys are sorted.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Everything below is texts and finite numbers.
    guard let data = try? encoder.encode(Document(self)) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

private struct Document: Encodable {
  let schema = Verification.schema
  let passed: Bool, checksFormat: Bool
  let exercises: [Exercise]
  let diagnostics: [ReportedProblem]

  init(_ verification: Verification) {
    (passed, checksFormat) = (verification.isPassed, verification.checksFormat)
    exercises = verification.exercises.map(Exercise.init)
    diagnostics = verification.diagnostics.map(ReportedProblem.init)
  }

  struct Exercise: Encodable {
    let id: String, path: String
    let passed: Bool
    let checks: Int
    let largestShare: Double?
    let diagnostics: [ReportedProblem]
    let trials: [Trial]

    init(_ exercise: ExerciseVerification) {
      (id, path, passed) = (exercise.id, exercise.path, exercise.isPassed)
      (checks, largestShare) = (exercise.checkCount, exercise.largestShare)
      diagnostics = exercise.diagnostics.map(ReportedProblem.init)
      trials = exercise.trials.map(Trial.init)
    }
  }

  struct Trial: Encodable {
    let file: String
    let seed: UInt64
    let seconds: Double
    let failedChecks: [String]
    let steps: [Step]

    init(_ result: TrialResult) {
      (file, seed, seconds) = (result.trial.name, result.trial.seed, result.seconds)
      failedChecks = result.failedChecks
      steps = result.steps.map {
        Step(id: $0.result.step, status: $0.result.ending.status, durations: $0.result.durations)
      }
    }
  }

  struct Step: Encodable {
    let id: String, status: String
    let durations: [RunStage: Double]
  }
}
