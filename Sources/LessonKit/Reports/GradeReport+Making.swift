import Codelab
import Foundation

extension GradeReport.Exercise {
  /// Makes the outcome of an exercise that was graded.
  ///
  /// - Parameter fingerprints: Of the lesson and of the graded file, where they are known.
  public init(
    _ exercise: Exercise, file: String, answer: String?, steps: [GradeReport.Step],
    fingerprints: (lesson: String?, answer: String?) = (nil, nil)
  ) {
    self.init(
      id: exercise.id, path: exercise.path, title: exercise.frontMatter.title, file: file,
      answer: answer?.withoutControlCharacters, lessonFingerprint: fingerprints.lesson,
      answerFingerprint: fingerprints.answer,
      passed: !steps.isEmpty && steps.allSatisfy { $0.status == Ending.passed.status },
      points: steps.reduce(0) { $0 + $1.points }, maximumPoints: steps.reduce(0) { $0 + $1.maximumPoints },
      diagnostics: [], steps: steps)
  }

  /// Makes the outcome of an exercise whose lesson cannot be used.
  public init(_ broken: Course.Broken, file: String) {
    self.init(
      id: broken.path, path: broken.path, title: broken.path, file: file, answer: nil,
      lessonFingerprint: nil, answerFingerprint: nil, passed: false, points: 0, maximumPoints: 0,
      diagnostics: broken.diagnostics.map(ReportedProblem.init), steps: [])
  }
}

extension GradeReport.Step {
  /// Makes the outcome of a step from what came of its run.
  public init(_ step: LessonStep, _ result: StepResult) {
    self.init(
      id: step.id, title: step.title, line: step.line, status: result.ending.status,
      message: result.ending.summary.withoutControlCharacters, limit: result.ending.limit,
      points: result.points, maximumPoints: result.maximumPoints, seed: result.seed, knobs: result.knobs,
      durations: result.durations, protections: result.protections, supplied: result.supplied,
      metrics: result.metrics.map(GradeReport.Measurement.init),
      diagnostics: result.diagnostics.map(ReportedProblem.init),
      tasks: result.tasks.map(GradeReport.Task.init))
  }
}

extension GradeReport.Measurement {
  fileprivate init(_ metric: Metric) {
    self.init(
      name: metric.name.withoutControlCharacters, value: metric.value.isFinite ? metric.value : nil,
      unit: metric.unit)
  }
}

extension GradeReport.Task {
  fileprivate init(_ task: TaskResult) {
    self.init(
      id: task.id, title: task.title, line: task.line, points: task.earned,
      maximumPoints: task.maximumPoints, checks: task.checks.map(\.withoutControlCharacters),
      targets: task.targets.map(GradeReport.Target.init))
  }
}

extension GradeReport.Target {
  fileprivate init(_ result: TargetResult) {
    self.init(
      metric: result.target.metric, demand: result.target.demand,
      value: result.value.flatMap { $0.isFinite ? $0 : nil }, unit: result.target.unit,
      points: result.earned, maximumPoints: result.target.points)
  }

  /// The target, what was measured and what it earned, in a line.
  public var summary: String {
    TargetResult.summary(demand: demand, value: value, unit: unit, earned: points, of: maximumPoints)
  }
}

extension CheckResult {
  /// Expected and actual value, if there are any.
  var comparison: String {
    switch (expected, actual) {
    case (let expected?, let actual?): " (expected \(expected), got \(actual))"
    case (let expected?, nil): " (expected \(expected))"
    case (nil, let actual?): " (got \(actual))"
    case (nil, nil): ""
    }
  }

  fileprivate var withoutControlCharacters: CheckResult {
    var result = self
    result.message = message.withoutControlCharacters
    result.expected = expected?.withoutControlCharacters
    result.actual = actual?.withoutControlCharacters
    return result
  }
}

extension TargetResult {
  /// The target, what was measured and what it earned, in a line.
  public var summary: String {
    Self.summary(demand: target.demand, value: value, unit: target.unit, earned: earned, of: target.points)
  }

  fileprivate static func summary(
    demand: String, value: Double?, unit: Metric.Unit, earned: Int, of points: Int
  ) -> String {
    "\(demand): \(value.map { "got \(unit.text($0))" } ?? "not measured"), \(earned) of \(points) points"
  }
}

extension String {
  /// The text without control characters, which terminals obey and XML forbids; line ends and tabs stay.
  var withoutControlCharacters: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.filter { scalar in
          switch scalar.value {
          case 0x09, 0x0A: true
          case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
          // Marks that turn the direction of text around, and so can make it read as another.
          case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
          default: true
          }
        }))
  }
}
