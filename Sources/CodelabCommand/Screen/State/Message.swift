import LessonKit
import TerminalUI

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
