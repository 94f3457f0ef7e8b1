import Codelab

/// The outcome of grading some exercises: the one value that every report is written from.
public struct GradeResult: Sendable, Equatable {
  /// The exercises, in the order they were graded.
  public var exercises: [ExerciseGrade]
  /// What it was graded with.
  public var circumstances: Circumstances

  /// Makes a result.
  public init(exercises: [ExerciseGrade], circumstances: Circumstances = Circumstances()) {
    self.exercises = exercises
    self.circumstances = circumstances
  }

  /// Whether every exercise passed; false if there is none.
  public var isPassed: Bool { !exercises.isEmpty && exercises.allSatisfy(\.isPassed) }
  /// The points earned.
  public var points: Int { exercises.reduce(0) { $0 + $1.points } }
  /// The points there are.
  public var maximumPoints: Int { exercises.reduce(0) { $0 + $1.maximumPoints } }
  /// Whether something went wrong that is no fault of the graded work: a broken lesson, a failing judge.
  public var hasErrors: Bool {
    exercises.contains { exercise in
      !exercise.diagnostics.isEmpty
        || exercise.steps.contains { if case .judgeFailed = $0.result.ending { true } else { false } }
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

/// The outcome of grading one exercise.
public struct ExerciseGrade: Sendable, Equatable {
  /// The outcome of one step, with its title.
  public struct Step: Sendable, Equatable {
    /// The heading.
    public var title: String
    /// The line of the heading in `lesson.md`.
    public var line: Int
    /// What came of it.
    public var result: StepResult

    /// Makes the outcome of one step.
    public init(title: String, line: Int, result: StepResult) {
      self.title = title
      self.line = line
      self.result = result
    }
  }

  /// The identifier; the path for a lesson that cannot be read.
  public var id: String
  /// The path below the Codelabs folder.
  public var path: String
  /// The title.
  public var title: String
  /// `lesson.md`, as named in messages.
  public var file: String
  /// The steps, in order.
  public var steps: [Step]
  /// Why the lesson cannot be graded.
  public var diagnostics: [Diagnostic]

  init(
    id: String, path: String, title: String, file: String, steps: [Step], diagnostics: [Diagnostic]
  ) {
    self.id = id
    self.path = path
    self.title = title
    self.file = file
    self.steps = steps
    self.diagnostics = diagnostics
  }

  /// Makes the outcome of an exercise that was graded.
  public init(_ exercise: Exercise, file: String, steps: [Step]) {
    self.init(
      id: exercise.id, path: exercise.path, title: exercise.frontMatter.title, file: file, steps: steps,
      diagnostics: [])
  }

  /// Makes the outcome of an exercise that cannot be graded.
  public init(_ broken: Course.Broken, file: String) {
    self.init(
      id: broken.path, path: broken.path, title: broken.path, file: file, steps: [],
      diagnostics: broken.diagnostics)
  }

  /// Whether every step passed; false if there is none.
  public var isPassed: Bool {
    diagnostics.isEmpty && !steps.isEmpty && steps.allSatisfy { $0.result.ending == .passed }
  }
  /// The points earned.
  public var points: Int { steps.reduce(0) { $0 + $1.result.points } }
  /// The points there are.
  public var maximumPoints: Int { steps.reduce(0) { $0 + $1.result.maximumPoints } }
}
