import LessonKit

/// What lies on top of the panes.
enum Overlay: Sendable {
  /// All keys, scrolled by some lines.
  case help(top: Int)
  /// What the last run of the open step measured and judged, scrolled by some lines.
  case results(top: Int)
  /// The learner's file beside the solution, scrolled by some lines.
  case solution(Comparison, top: Int)
  /// All commands, to choose one.
  case palette(Palette)
  /// All exercises with their progress, to choose one.
  case exercises(ExerciseList)
  /// What the compiler said about the learner's file.
  case diagnostics(DiagnosticList)
  /// A question to answer.
  case prompt(Prompt)
  /// A question to answer with `y` or `n`.
  case confirm(question: String, Confirmed)
}

/// What happens when a question is answered with `y`.
enum Confirmed: Sendable {
  case reset
  case solution
}

/// Choosing a command.
struct Palette: Sendable {
  var field = TextField()
  /// The chosen one of those that match.
  var selected = 0
}

/// Choosing an exercise or a step.
struct ExerciseList: Sendable {
  var field = TextField()
  /// Whether keys are letters of the filter.
  var isTyping = false
  /// The chosen row of those that match.
  var selected = 0
}

/// Reading what the compiler said.
struct DiagnosticList: Sendable {
  var diagnostics: [Diagnostic]
  /// The one that the editor opens at.
  var selected = 0
}

/// A prediction being answered.
struct Prompt: Sendable {
  var prediction: Prediction
  var field = TextField()
  /// Why the text was not accepted.
  var complaint: String?
  /// What to do when all predictions are answered.
  var then: Command?
}
