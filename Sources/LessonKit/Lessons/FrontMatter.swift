import Codelab

/// The settings at the top of `lesson.md`.
public struct FrontMatter: Sendable, Equatable {
  /// The identifier, unique in a course.
  public var id: String
  /// The title.
  public var title: String
  /// The minutes the exercise takes, if the author says so.
  public var minutes: Int?
  /// The identifiers of exercises that come before this one.
  public var requires: [String]
  /// Words to find the exercise by.
  public var tags: [String]
  /// The seed of everything random.
  public var seed: UInt64
  /// What a run may use.
  public var limits: Limits
  /// What the model may cost.
  public var budget: Budget
  /// The parameters that the learner turns, in the order of the file.
  public var knobs: [Knob]
  /// The sets, by name, that may stand in for the lesson's own data.
  public var data: [String]
  /// Who wrote it.
  public var authors: [String]

  /// The version of the format that is understood.
  public static let format = 1
}

/// What the processes of a run may use.
public struct Limits: Sendable, Equatable, Codable {
  /// Seconds that one compilation may take.
  public var compile: Double
  /// Seconds that the step's code may run.
  public var run: Double
  /// Seconds that the judge may run.
  public var judge: Double
  /// Bytes of memory that a process may hold.
  public var memory: Int
  /// Bytes of text that a run may print.
  public var output: Int

  /// Makes limits; the defaults are those of a lesson that sets none.
  public init(
    compile: Double = 60, run: Double = 30, judge: Double = 60, memory: Int = 2 << 30,
    output: Int = 1 << 20
  ) {
    self.compile = compile
    self.run = run
    self.judge = judge
    self.memory = memory
    self.output = output
  }
}

/// A parameter that the learner turns, declared in the front matter.
public struct Knob: Sendable, Equatable {
  /// The name that lesson code asks for.
  public var name: String
  /// The positions, in the order of the file; at least one.
  public var values: [Double]
  /// The position before it is turned; one of `values`.
  public var defaultValue: Double

  /// Makes a knob.
  public init(name: String, values: [Double], defaultValue: Double) {
    self.name = name
    self.values = values
    self.defaultValue = defaultValue
  }
}
