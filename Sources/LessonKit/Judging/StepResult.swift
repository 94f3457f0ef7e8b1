import Codelab
import Foundation

/// How the run of a step ended.
public enum Ending: Codable, Sendable, Equatable {
  /// Every check passed, or there was none.
  case passed
  /// Some checks failed.
  case failed(checks: [String])
  /// It ran to its end and was not asked to be judged.
  case ran
  /// The learner's code reached a `todo`.
  case notDone(text: String, file: String, line: Int)
  /// The learner's code did not compile.
  case didNotCompile
  /// A process was ended by a signal; `message` is what it said last.
  case crashed(signal: Int32, name: String, message: String)
  /// A stage took longer than its limit in seconds.
  case timedOut(stage: RunStage, limit: Double)
  /// More was printed or sent than the limit in bytes.
  case outputLimit(limit: Int)
  /// More was written to files than the limit in bytes.
  case fileLimit(limit: Int)
  /// The code tried what grading forbids, as in `open a network connection`.
  case forbidden(what: String)
  /// There is nothing that could be graded.
  case refused(message: String)
  /// More memory was held than the limit in bytes.
  case memoryLimit(limit: Int)
  /// The process ended before the step did.
  case exitedEarly(status: Int32)
  /// The step's code threw an error.
  case threw(message: String)
  /// Someone stopped it.
  case cancelled
  /// The judge or the machinery failed; this is no fault of the learner.
  case judgeFailed(message: String)

  /// Whether the run counts as an attempt at the step.
  public var isAttempt: Bool {
    switch self {
    case .ran, .cancelled, .judgeFailed: false
    default: true
    }
  }

  /// A sentence for people.
  public var summary: String {
    switch self {
    case .passed: "passed"
    case .failed(let checks): "not passed yet: \(checks.joined(separator: ", "))"
    case .ran: "ran to its end"
    case .notDone(let text, let file, let line): "not done yet: \(text) (\(file):\(line))"
    case .didNotCompile: "your file does not compile"
    case .crashed(let signal, let name, let message):
      if !message.isEmpty {
        "crashed: \(message)"
      } else if signal == SIGSEGV {
        "crashed with \(name): \(CrashPlace.recursion)"
      } else {
        "crashed with \(name)"
      }
    case .timedOut(let stage, let limit):
      "stopped: \(stage.activity) took longer than \(limit.formatted()) s"
    case .outputLimit(let limit): "stopped: it wrote more than \(limit.formattedBytes)"
    case .fileLimit(let limit):
      "stopped: it wrote files of more than \(limit.formattedBytes), or more than 1,000 of them"
    case .forbidden(let what): "stopped: it tried to \(what), which grading forbids"
    case .refused(let message): "not graded: \(message)"
    case .memoryLimit(let limit): "stopped: it used more than \(limit.formattedBytes) of memory"
    case .exitedEarly(let status): "the program ended with exit status \(status) before the step was over"
    case .threw(let message): "stopped by an error: \(message)"
    case .cancelled: "cancelled"
    case .judgeFailed(let message): "could not be judged: \(message)"
    }
  }
}

/// What a run does at a time, in this order; stages without need are skipped.
public enum RunStage: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
  /// The lesson is compiled with the learner's file.
  case compileExercise
  /// The step runs with the learner's code.
  case subject
  /// The lesson is compiled with the reference solution.
  case compileSolution
  /// The evidence is judged.
  case judge

  /// The stage in words, as in `compiling your file`.
  public var activity: String {
    switch self {
    case .compileExercise: "compiling your file"
    case .subject: "running the step"
    case .compileSolution: "compiling the reference solution"
    case .judge: "judging"
    }
  }
}

/// What came of running a step.
public struct StepResult: Codable, Sendable, Equatable {
  /// The exercise's identifier.
  public var exercise: String
  /// The step's identifier.
  public var step: String
  /// How it ended.
  public var ending: Ending
  /// The tasks, in the order of the lesson.
  public var tasks: [TaskResult]
  /// What was measured, in the order of first report; the last value of each name.
  public var metrics: [Metric] = []
  /// What the compiler said about the learner's code.
  public var diagnostics: [Diagnostic] = []
  /// Seconds that each stage took.
  public var durations: [RunStage: Double] = [:]
  /// The seed of everything random.
  public var seed: UInt64 = 0
  /// Where the knobs stood.
  public var knobs: [String: Double] = [:]
  /// The names of the sets that stood in for the lesson's own data, in order.
  public var sets: [String] = []
  /// What the system enforced on the learner's code; nil if it ran without a sandbox, or not at all.
  public var protections: [Protection]?
  /// The declarations that came from the reference, because the learner has not finished them.
  public var supplied: [String] = []

  /// The points earned.
  public var points: Int { tasks.reduce(0) { $0 + $1.earned } }
  /// The points there are.
  public var maximumPoints: Int { tasks.reduce(0) { $0 + $1.maximumPoints } }
}

/// What came of one task.
public struct TaskResult: Codable, Sendable, Equatable {
  /// The task's identifier.
  public var id: String
  /// The task in a few words.
  public var title: String
  /// The line of the task in `lesson.md`.
  public var line: Int
  /// The points for the checks, without those of targets.
  public var points: Int
  /// Its checks.
  public var checks: [CheckResult]
  /// Its targets.
  public var targets: [TargetResult] = []

  /// Whether every check passed.
  public var isPassed: Bool { checks.allSatisfy { $0.status == .passed } }
  /// The points earned: for the checks when every one passed, and then for the targets as far as they were met.
  public var earned: Int { isPassed ? targets.reduce(points) { $0 + $1.earned } : 0 }
  /// The points there are.
  public var maximumPoints: Int { targets.reduce(points) { $0 + $1.target.points } }
}

/// What came of one check.
public struct CheckResult: Codable, Sendable, Equatable {
  /// Whether a check passed.
  public enum Status: String, Codable, Sendable {
    /// The judge found it right.
    case passed
    /// The judge found it wrong, or gave no verdict.
    case failed
    /// The run ended before it could be judged.
    case notJudged
  }

  /// The check's identifier.
  public var id: String
  /// Whether it passed.
  public var status: Status
  /// What is demanded, or why there is no verdict.
  public var message: String
  /// The expected value, compact.
  public var expected: String?
  /// The value that came, compact.
  public var actual: String?
  /// The mistake that the judge recognized.
  public var mistake: String?
  /// The hint for this failure, in Markdown.
  public var hint: String?
}

extension Int {
  /// Bytes in the largest unit that keeps them at one or more; KB is 1,024 bytes.
  var formattedBytes: String {
    for (size, unit) in [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")] where self >= size {
      return (Double(self) / Double(size)).formatted(.number.precision(.fractionLength(0...1))) + " \(unit)"
    }
    return "\(self) bytes"
  }
}
