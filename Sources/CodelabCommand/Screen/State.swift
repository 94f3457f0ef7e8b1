import Codelab
import LessonKit
import TerminalUI

/// Everything that the screen shows; changed by `update`, drawn by `view`.
struct State {
  /// The size of the terminal.
  var size: Size
  /// Styles and characters for the terminal.
  var theme: Theme
  /// The time of the last message, in seconds from an arbitrary start.
  var now: Double = 0
  /// The time of day of the last message, as in `14:02:11`.
  var clock = ""

  /// The exercises of the course, in order; at least one.
  let exercises: [Exercise]
  /// What the learner did so far.
  var progress: LearnerProgress
  /// The exercise that is open, by index.
  var exercise = 0
  /// The step that is open, by index.
  var step = 0
  /// What the screen has seen of each step since it opened.
  var seen: [StepKey: StepView] = [:]
  /// The figures of each step, by identifier.
  var figures: [StepKey: [String: Figure]] = [:]
  /// How far the live views are turned, in views.
  var viewOffset = 0

  /// The pane that keys scroll.
  var focus = Pane.lesson
  /// The place in the lesson at the top of its pane.
  var lessonTop = ScrollPosition()
  /// How far code and tables are scrolled sideways.
  var lessonOffset = 0
  /// How many log lines are below the pane: 0 follows the newest.
  var logOffset = 0
  /// The selected row of the tree.
  var treeRow = 0
  /// What lies on top of the panes.
  var overlay: Overlay?

  /// The run in progress.
  var run: RunView?
  /// What happened, oldest first.
  var log = Log()
  /// A word about the last key, shown in the key line until the next one.
  var notice: String?
  /// Whether the last key was a Ctrl-C with nothing to cancel.
  var isQuitArmed = false

  /// The open exercise.
  var openExercise: Exercise { exercises[exercise] }
  /// The open step.
  var openStep: LessonStep { openExercise.steps[step] }
  /// The key of the open step.
  var openKey: StepKey { StepKey(exercise: openExercise.id, step: openStep.id) }
  /// What the screen has seen of the open step since it opened.
  var openView: StepView { seen[openKey] ?? StepView() }
}

/// The panes that can have the focus.
enum Pane: Int, CaseIterable, Sendable {
  case tree, lesson, live, log
}

/// Names a step of a course.
struct StepKey: Hashable, Sendable {
  var exercise: String
  var step: String
}

/// What the screen has seen of a step since it opened.
struct StepView: Sendable {
  /// The last result, if the step ran to an end.
  var result: StepResult?
  /// What was measured, by name.
  var metrics: [String: Metric] = [:]
  /// The checks whose hints were asked for since the last run.
  var hintedChecks: Set<String> = []
}

/// A run in progress.
struct RunView: Sendable {
  var key: StepKey
  var judges: Bool
  /// What is going on, in a word.
  var stage: RunStage
  var progress: Codelab.Progress?
  /// The figures that the run has drawn so far.
  var figures: Set<String> = []
  /// When the first progress of the present kind came, to estimate the time left.
  var progressStarted: Double?
}

/// What lies on top of the panes.
enum Overlay {
  /// All keys, scrolled by some lines.
  case help(top: Int)
  /// The tree, where there is no room for it beside the lesson.
  case exercises
  /// A question to answer.
  case prompt(Prompt)
  /// What the compiler said about the learner's file, scrolled by some lines.
  case diagnostics([Diagnostic], top: Int)
  /// A question to answer with `y` or `n`.
  case confirm(question: String, Confirmed)
}

/// What happens when a question is answered with `y`.
enum Confirmed {
  case reset
}

/// A prediction being answered.
struct Prompt {
  var prediction: Prediction
  var text: String = ""
  /// Why the text was not accepted.
  var complaint: String?
  /// What to do when all predictions are answered.
  var then: Command?
}

/// What happened, as lines, bounded in number.
struct Log {
  /// One line.
  struct Line {
    /// The clock when it came, as in `14:02:11`; empty for the learner's output.
    var time: String
    var text: String
    var role: Role
  }

  static let capacity = 10_000
  private(set) var lines: [Line] = []

  mutating func add(_ text: String, role: Role = .text, time: String = "") {
    lines.append(Line(time: time, text: sanitized(text), role: role))
    // Dropping in large pieces keeps the cost of a line constant.
    if lines.count > Self.capacity + 1_000 { lines.removeFirst(lines.count - Self.capacity) }
  }
}

/// A thing to do that is not pure.
enum Effect {
  case run(exercise: Int, step: Int, judges: Bool)
  case cancelRun
  case edit(exercise: Int)
  case reset(exercise: Int)
  case save
  case repaint
  case suspend
  case quit
}

/// What happened, for `update`.
enum Message {
  case key(Key)
  case resized(Size)
  case pasted(Character)
  case run(RunUpdate)
  /// The learner's file was put back to its start, and what was there is kept under a name.
  case wasReset(backup: String?)
  /// Something went wrong that the learner should know.
  case warning(String)
}
