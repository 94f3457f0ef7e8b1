import Codelab

/// What grading came to, as plain data: the one value that every report is written from and that JSON keeps.
///
/// Texts hold no control characters but line ends and tabs, wherever they came from.
public struct GradeReport: Codable, Sendable, Equatable {
  /// The name and version of the JSON document; the number rises when a reader would have to change.
  public static let schema = "codelab.grade/1"

  /// Always ``schema``.
  public let schema: String
  /// Whether every exercise of every submission passed; false if there is none.
  public let passed: Bool
  /// The points earned.
  public let points: Int
  /// The points there are.
  public let maximumPoints: Int
  /// What it was graded with.
  public let circumstances: Circumstances
  /// The submissions, in the order of their names.
  public let submissions: [Submission]

  /// Makes a report of graded submissions.
  public init(submissions: [Submission], circumstances: Circumstances = Circumstances()) {
    schema = Self.schema
    passed = !submissions.isEmpty && submissions.allSatisfy(\.passed)
    points = submissions.reduce(0) { $0 + $1.points }
    maximumPoints = submissions.reduce(0) { $0 + $1.maximumPoints }
    self.circumstances = circumstances
    self.submissions = submissions
  }

  /// Whether something went wrong that is no fault of the graded work: a broken lesson, a failing judge.
  public var hasErrors: Bool {
    submissions.flatMap(\.exercises).contains { exercise in
      !exercise.diagnostics.isEmpty || exercise.steps.contains { $0.status == "judgeFailed" }
    }
  }

  /// Whether the system enforced every protection on all graded code that ran.
  public var isIsolated: Bool {
    let ran = submissions.flatMap(\.exercises).flatMap(\.steps).filter { $0.durations[.subject] != nil }
    return ran.allSatisfy { Set($0.protections ?? []) == Set(Protection.allCases) }
  }

  /// The seed of each exercise, by its identifier.
  public var seeds: [String: UInt64] {
    let seeds = submissions.flatMap(\.exercises).compactMap { exercise in
      exercise.steps.first.map { (exercise.id, $0.seed) }
    }
    return Dictionary(seeds, uniquingKeysWith: { first, _ in first })
  }

  /// One person's work.
  public struct Submission: Codable, Sendable, Equatable {
    /// The name of the folder or archive.
    public let name: String
    /// Why nothing of it is graded; absent if it is.
    public let refusal: String?
    /// Whether every exercise passed; false if there is none.
    public let passed: Bool
    /// The points earned, and those there are.
    public let points: Int, maximumPoints: Int
    /// The exercises, in the order of the course.
    public let exercises: [Exercise]

    /// Makes the outcome of one submission.
    public init(name: String, refusal: String? = nil, exercises: [Exercise]) {
      self.name = name.withoutControlCharacters
      self.refusal = refusal?.withoutControlCharacters
      passed = !exercises.isEmpty && exercises.allSatisfy(\.passed)
      points = exercises.reduce(0) { $0 + $1.points }
      maximumPoints = exercises.reduce(0) { $0 + $1.maximumPoints }
      self.exercises = exercises
    }
  }

  /// One exercise of a submission.
  public struct Exercise: Codable, Sendable, Equatable {
    /// The identifier, the path below the folder of exercises, and the title.
    public let id: String, path: String, title: String
    /// `lesson.md`, as named in messages.
    public let file: String
    /// The graded file, as named in messages; absent if there is none.
    public let answer: String?
    /// A fingerprint of the lesson and of the graded file: equal texts have equal fingerprints.
    public let lessonFingerprint: String?, answerFingerprint: String?
    /// Whether every step passed; false if there is none.
    public let passed: Bool
    /// The points earned, and those there are.
    public let points: Int, maximumPoints: Int
    /// Why the lesson cannot be used.
    public let diagnostics: [ReportedProblem]
    /// The steps, in order.
    public let steps: [Step]
  }

  /// One step of an exercise.
  public struct Step: Codable, Sendable, Equatable {
    /// The identifier and the heading.
    public let id: String, title: String
    /// The line of the heading in `lesson.md`.
    public let line: Int
    /// How it ended, as ``Ending/status`` and in words.
    public let status: String, message: String
    /// The limit that was hit, in seconds or bytes.
    public let limit: Double?
    /// The points earned, and those there are.
    public let points: Int, maximumPoints: Int
    /// The seed of everything random.
    public let seed: UInt64
    /// Where the knobs stood.
    public let knobs: [String: Double]
    /// Seconds that each stage took.
    public let durations: [RunStage: Double]
    /// What the system enforced on the graded code; absent if it did not run.
    public let protections: [Protection]?
    /// The declarations that came from the reference, because the submission has not passed the step before.
    public let supplied: [String]
    /// What was measured.
    public let metrics: [Measurement]
    /// What the compiler said about the graded file, and where it crashed.
    public let diagnostics: [ReportedProblem]
    /// The tasks, in the order of the lesson.
    public let tasks: [Task]
  }

  /// Something measured; the value is null where it is not a number.
  public struct Measurement: Codable, Sendable, Equatable {
    /// The name.
    public let name: String
    /// The value in the unit's base.
    public let value: Double?
    /// How it is written.
    public let unit: Metric.Unit

    /// Writes null, not nothing, where there is no number.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(value, forKey: .value)
      try container.encode(unit, forKey: .unit)
    }
  }

  /// One task of a step.
  public struct Task: Codable, Sendable, Equatable {
    /// The identifier and the title.
    public let id: String, title: String
    /// The line of the task in `lesson.md`.
    public let line: Int
    /// The points earned, and those there are.
    public let points: Int, maximumPoints: Int
    /// Its checks.
    public let checks: [CheckResult]
    /// Its targets.
    public let targets: [Target]
  }

  /// A measurement that earns points by how good it is; the value is null where there is none.
  public struct Target: Codable, Sendable, Equatable {
    /// The name of the metric, and what is demanded of it.
    public let metric: String, demand: String
    /// What the judge measured, in the unit's base.
    public let value: Double?
    /// How it is written.
    public let unit: Metric.Unit
    /// The points earned, and those there are.
    public let points: Int, maximumPoints: Int

    /// Writes null, not nothing, where nothing was measured.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(metric, forKey: .metric)
      try container.encode(demand, forKey: .demand)
      try container.encode(value, forKey: .value)
      try container.encode(unit, forKey: .unit)
      try container.encode(points, forKey: .points)
      try container.encode(maximumPoints, forKey: .maximumPoints)
    }
  }
}

/// What is recorded so that a grade can be reproduced.
public struct Circumstances: Sendable, Equatable, Codable {
  /// When grading began, as in `2026-05-01T12:00:00Z`.
  public var date: String?
  /// The version of the Swift compiler.
  public var toolchain: String?
  /// The machine: system, architecture, processors.
  public var machine: String?
  /// The kernels of the engine, as in `avx2`.
  public var kernels: String?
  /// The folders of the sets that stood in for the lessons' own data, by name.
  public var data: [String: String]?

  /// Makes a record; what is not known stays out of reports.
  public init(
    date: String? = nil, toolchain: String? = nil, machine: String? = nil, kernels: String? = nil,
    data: [String: String]? = nil
  ) {
    self.date = date
    self.toolchain = toolchain
    self.machine = machine
    self.kernels = kernels
    self.data = data
  }
}
