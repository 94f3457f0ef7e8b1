import Codelab
import Foundation

extension GradeResult {
  /// The name and version of the JSON document; the number rises when a reader would have to change.
  public static let schema = "codelab.grade/1"

  /// The result as a JSON document.
  ///
  /// ```
  /// { "schema": "codelab.grade/1", "passed", "points", "maximumPoints",
  ///   "circumstances": { "date"?, "toolchain"?, "machine"?, "kernels"?,
  ///     "data"?: { name: folder } },
  ///   "exercises": [ { "id", "path", "title", "file", "passed", "points", "maximumPoints",
  ///     "diagnostics": [ { "file", "line"?, "column"?, "severity", "message" } ],
  ///     "steps": [ { "id", "title", "line", "status", "message", "limit"?, "points", "maximumPoints",
  ///       "seed", "knobs": { name: position }, "durations": { stage: seconds },
  ///       "metrics": [ { "name", "value" (null if not a number), "unit" } ], "diagnostics": [ ... ],
  ///       "tasks": [ { "id", "title", "line", "points", "maximumPoints",
  ///         "checks": [ { "id", "status", "message", "expected"?, "actual"?, "mistake"?, "hint"? } ],
  ///         "targets": [ { "metric", "demand", "value" (null if not measured), "unit", "points", "maximumPoints" } ]
  ///       } ] } ] } ] }
  /// ```
  ///
  /// A step's `status` is one of `passed`, `failed`, `ran`, `notDone`, `didNotCompile`, `crashed`, `timedOut`,
  /// `outputLimit`, `memoryLimit`, `exitedEarly`, `threw`, `cancelled`, `judgeFailed`; a check's is `passed`,
  /// `failed` or `notJudged`. `limit` is the limit that was hit, in seconds or bytes. `?` marks keys that
  /// can be absent. Keys are sorted, so that equal results are equal documents.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Everything below is texts and finite numbers.
    guard let data = try? encoder.encode(Document(self)) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension Ending {
  /// The name of the case, for reports.
  public var status: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .ran: "ran"
    case .notDone: "notDone"
    case .didNotCompile: "didNotCompile"
    case .crashed: "crashed"
    case .timedOut: "timedOut"
    case .outputLimit: "outputLimit"
    case .memoryLimit: "memoryLimit"
    case .exitedEarly: "exitedEarly"
    case .threw: "threw"
    case .cancelled: "cancelled"
    case .judgeFailed: "judgeFailed"
    }
  }

  fileprivate var limit: Double? {
    switch self {
    case .timedOut(_, let limit): limit
    case .outputLimit(let limit), .memoryLimit(let limit): Double(limit)
    default: nil
    }
  }
}

// The documents: what the JSON looks like, apart from the values, so that these can change.

private struct Document: Encodable {
  let schema = GradeResult.schema
  let passed: Bool
  let points: Int, maximumPoints: Int
  let circumstances: Circumstances
  let exercises: [Exercise]

  init(_ grade: GradeResult) {
    passed = grade.isPassed
    points = grade.points
    maximumPoints = grade.maximumPoints
    circumstances = grade.circumstances
    exercises = grade.exercises.map(Exercise.init)
  }

  struct Exercise: Encodable {
    let id: String, path: String, title: String, file: String
    let passed: Bool
    let points: Int, maximumPoints: Int
    let diagnostics: [ReportedProblem]
    let steps: [Step]

    init(_ grade: ExerciseGrade) {
      (id, path, title, file) = (grade.id, grade.path, grade.title, grade.file)
      passed = grade.isPassed
      (points, maximumPoints) = (grade.points, grade.maximumPoints)
      diagnostics = grade.diagnostics.map(ReportedProblem.init)
      steps = grade.steps.map(Step.init)
    }
  }

  struct Step: Encodable {
    let id: String, title: String
    let line: Int
    let status: String, message: String
    let limit: Double?
    let points: Int, maximumPoints: Int
    let seed: UInt64
    let knobs: [String: Double]
    let durations: [RunStage: Double]
    let metrics: [Measurement]
    let diagnostics: [ReportedProblem]
    let tasks: [Task]

    init(_ step: ExerciseGrade.Step) {
      let result = step.result
      (id, title, line) = (result.step, step.title, step.line)
      (status, message, limit) = (
        result.ending.status, result.ending.summary.withoutControlCharacters, result.ending.limit
      )
      (points, maximumPoints) = (result.points, result.maximumPoints)
      (seed, knobs, durations) = (result.seed, result.knobs, result.durations)
      metrics = result.metrics.map {
        Measurement(name: $0.name, value: $0.value.isFinite ? $0.value : nil, unit: $0.unit.rawValue)
      }
      diagnostics = result.diagnostics.map(ReportedProblem.init)
      tasks = result.tasks.map(Task.init)
    }
  }

  struct Measurement: Encodable {
    let name: String
    let value: Double?
    let unit: String

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(name, forKey: .name)
      // Null, not absent, when it is not a number.
      try container.encode(value, forKey: .value)
      try container.encode(unit, forKey: .unit)
    }
    enum Key: CodingKey { case name, value, unit }
  }

  struct Task: Encodable {
    let id: String, title: String
    let line: Int, points: Int, maximumPoints: Int
    let checks: [CheckResult]
    let targets: [Target]

    init(_ task: TaskResult) {
      (id, title, line) = (task.id, task.title, task.line)
      (points, maximumPoints) = (task.earned, task.maximumPoints)
      checks = task.checks
      targets = task.targets.map(Target.init)
    }
  }

  struct Target: Encodable {
    let metric: String, demand: String
    let value: Double?
    let unit: String
    let points: Int, maximumPoints: Int

    init(_ result: TargetResult) {
      (metric, demand, unit) = (result.target.metric, result.target.demand, result.target.unit.rawValue)
      value = result.value.flatMap { $0.isFinite ? $0 : nil }
      (points, maximumPoints) = (result.earned, result.target.points)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(metric, forKey: .metric)
      try container.encode(demand, forKey: .demand)
      // Null, not absent, when nothing was measured.
      try container.encode(value, forKey: .value)
      try container.encode(unit, forKey: .unit)
      try container.encode(points, forKey: .points)
      try container.encode(maximumPoints, forKey: .maximumPoints)
    }
    enum Key: CodingKey { case metric, demand, value, unit, points, maximumPoints }
  }
}
