import Codelab
import LessonKit
import TerminalUI

/// Everything that the screen shows; changed by `update`, drawn by `view`.
struct State: Sendable {
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
  /// What the run before the last one of each step showed, to compare with.
  var earlier: [StepKey: EarlierRun] = [:]
  /// How far the live views are turned, in views.
  var viewOffset = 0
  /// The pane that fills the screen: the live views, of which the first is shown, or the log.
  var zoomed: Pane?
  /// The selected point of a chart of models, by figure, in the order of cost.
  var selectedPoints: [String: Int] = [:]
  /// The knob of the open step that the keys turn, by index.
  var knobIndex = 0

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
  /// Whether the step is checked whenever the learner's file is saved.
  var isWatching = false
  /// Whether the mouse clicks and scrolls here, instead of selecting text.
  var isMouseOn = false

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
  /// When the run began.
  var started: Double
  /// When the first progress of the present kind came, to estimate the time left.
  var progressStarted: Double?
  /// When the last progress came.
  var progressed: Double?
}

/// What a finished run showed, kept to compare the next one with.
struct EarlierRun: Sendable {
  /// How the run is called in legends, as in `bits 4`.
  var label: String
  /// What it showed; charts of models have those of all runs before it, too.
  var figures: [String: Figure]
  var metrics: [String: Metric]
}
