import LessonKit

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
