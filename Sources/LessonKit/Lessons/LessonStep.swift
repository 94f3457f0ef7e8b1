import Codelab

/// One step of a lesson: an H2 of `lesson.md` and what stands below it.
public struct LessonStep: Sendable, Equatable {
  /// The identifier: the heading's `{#id}`, or a slug of its text.
  public var id: String
  /// The heading's text.
  public var title: String
  /// The line of the heading.
  public var line: Int
  /// The minutes from the `Duration:` line.
  public var minutes: Int?
  /// Prose and directives, in order.
  public var blocks: [Block]

  /// A piece of a step.
  public enum Block: Sendable, Equatable {
    /// Markdown, as written, and the line where it begins.
    case prose(String, line: Int)
    /// Something to do, for points.
    case task(LessonTask)
    /// Help with a check.
    case hint(Hint)
    /// Something to answer before the step runs.
    case predict(Prediction)
    /// The name of a parameter to turn.
    case knob(String)
    /// The identifier of a live view to show.
    case figure(String)
  }

  /// The tasks, in order.
  public var tasks: [LessonTask] {
    blocks.compactMap { if case .task(let task) = $0 { task } else { nil } }
  }

  /// The hints, in order.
  public var hints: [Hint] {
    blocks.compactMap { if case .hint(let hint) = $0 { hint } else { nil } }
  }

  /// The predictions, in order.
  public var predictions: [Prediction] {
    blocks.compactMap { if case .predict(let prediction) = $0 { prediction } else { nil } }
  }

  /// The names of the knobs to turn, in order.
  public var knobs: [String] {
    blocks.compactMap { if case .knob(let name) = $0 { name } else { nil } }
  }

  /// The identifiers of the figures to show, in order.
  public var figures: [String] {
    blocks.compactMap { if case .figure(let id) = $0 { id } else { nil } }
  }

  /// The checks that the tasks list, in order.
  public var checks: [String] { tasks.flatMap(\.checks) }

  /// The points that the tasks give together.
  public var points: Int { tasks.reduce(0) { $0 + $1.maximumPoints } }
}

/// Something to do in a step, for points.
public struct LessonTask: Sendable, Equatable {
  /// The identifier, unique in the exercise.
  public var id: String
  /// What to do, in a few words.
  public var title: String
  /// What it gives when all of its checks pass.
  public var points: Int
  /// The checks that decide; at least one.
  public var checks: [String]
  /// The functions and types of `Exercise.swift` that it asks for; later steps get the reference's where the
  /// learner's are not finished.
  public var writes: [String] = []
  /// Measurements that earn further points, once all checks pass.
  public var targets: [MetricTarget] = []
  /// The line of the directive.
  public var line: Int

  /// What it gives at best: for its checks and its targets.
  public var maximumPoints: Int { points + targets.reduce(0) { $0 + $1.points } }
}

/// Help with a check that fails.
public struct Hint: Sendable, Equatable {
  /// The check.
  public var check: String
  /// How much it gives away, from 1.
  public var level: Int
  /// The mistake that it explains; nil for every failure.
  public var mistake: String?
  /// The help, in Markdown.
  public var text: String
  /// The line of the directive.
  public var line: Int
}

/// Something that the learner answers before the step runs, scored by what is measured.
public struct Prediction: Sendable, Equatable {
  /// How it is answered.
  public enum Kind: Sendable, Equatable {
    /// A number, compared with a metric that the step reports.
    case metric(String, unit: Metric.Unit, tolerance: Double)
    /// One of several choices.
    case choice([String], answer: String)
  }

  /// The identifier, unique in the exercise.
  public var id: String
  /// The question.
  public var question: String
  /// How it is answered.
  public var kind: Kind
  /// The line of the directive.
  public var line: Int
}
