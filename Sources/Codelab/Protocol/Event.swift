import Foundation

/// What a worker tells the program while a step runs: one JSON object a line, on a private descriptor.
///
/// What the learner's code prints travels elsewhere and is only ever text.
public enum Event: Codable, Sendable, Equatable {
  /// What the system enforces on the worker; sent before any code of the exercise is loaded.
  case protected(by: [Protection])
  /// The step's code begins.
  case started(step: String)
  /// A line for the log.
  case log(text: String)
  /// How far a long piece of work is.
  case progress(Progress)
  /// A figure to show, or to replace when one with its identifier is shown already.
  case figure(Figure)
  /// Something that was measured.
  case metric(Metric)
  /// A piece of work handed in for judging. Only a subject sends it.
  case evidence(Evidence)
  /// The judgement of one check. Only a judge's is believed.
  case verdict(Verdict)
  /// The learner's code reached a `todo`.
  case unfinished(text: String, file: String, line: Int)
  /// A signal of a crash came; the addresses of the calls inside the exercise's library, innermost first.
  case crashed(frames: [Int])
  /// The code tried what its sandbox forbids, as in `open a network connection`; the process has ended.
  case forbidden(what: String)
  /// The step's code, or the judge's, threw an error.
  case failed(text: String)
  /// The last record: the step ran to its end. A judge names every check it gave a verdict on.
  case finished(checks: [String])
}

/// How far a long piece of work is.
public struct Progress: Codable, Sendable, Equatable {
  /// What is being done, as in `training`.
  public var label: String
  /// How many units are done.
  public var completed: Int
  /// How many units there are.
  public var total: Int
  /// The unit, in the singular, as in `epoch`.
  public var unit: String

  /// Makes a report of progress.
  public init(_ label: String, completed: Int, of total: Int, unit: String) {
    self.label = label
    self.completed = completed
    self.total = total
    self.unit = unit
  }
}

/// Something that was measured: a name, a value and the unit it is shown in.
public struct Metric: Codable, Sendable, Equatable {
  /// How a value is written.
  public enum Unit: String, Codable, Sendable, CaseIterable {
    /// Bytes, shown in KB of 1,024 bytes.
    case bytes
    /// Seconds, shown in us, ms or s.
    case seconds
    /// A share of one, shown in percent.
    case fraction
    /// A whole number of things.
    case count
    /// A plain number.
    case number
  }

  /// The name that predictions and targets refer to.
  public var name: String
  /// The measured value, in the unit's base.
  public var value: Double
  /// How the value is written.
  public var unit: Unit

  /// Makes a measurement.
  public init(name: String, value: Double, unit: Unit) {
    self.name = name
    self.value = value
    self.unit = unit
  }
}

/// A piece of work handed in for judging: plain data under a name.
public struct Evidence: Codable, Sendable, Equatable {
  /// The name the judge asks for.
  public var name: String
  /// The value as JSON, or the bytes of a model file.
  public var content: Content

  /// What was handed in.
  public enum Content: Codable, Sendable, Equatable {
    /// A value, encoded as JSON.
    case value(json: String)
    /// The bytes of a model file.
    case model(bytes: Foundation.Data)
  }

  /// Makes a piece of evidence.
  public init(name: String, content: Content) {
    self.name = name
    self.content = content
  }
}

/// The judgement of one check.
public struct Verdict: Codable, Sendable, Equatable {
  /// The check's identifier, as listed in `lesson.md`.
  public var check: String
  /// Whether the work passes.
  public var passed: Bool
  /// What is demanded, in words.
  public var message: String
  /// The expected value, compact.
  public var expected: String?
  /// The value that came, compact.
  public var actual: String?
  /// The name of the mistake behind a failure, for which `lesson.md` has a hint.
  public var mistake: String?

  /// Makes a verdict.
  public init(
    check: String, passed: Bool, message: String, expected: String? = nil, actual: String? = nil,
    mistake: String? = nil
  ) {
    self.check = check
    self.passed = passed
    self.message = message
    self.expected = expected
    self.actual = actual
    self.mistake = mistake
  }
}
