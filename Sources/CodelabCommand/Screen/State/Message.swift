import LessonKit
import TerminalUI

/// A thing to do that is not pure.
enum Effect: Equatable {
  case run(exercise: Int, step: Int, judges: Bool)
  case cancelRun
  /// Opens the learner's file in the editor, at a line if one is meant.
  case edit(exercise: Int, line: Int?)
  case reset(exercise: Int)
  /// Reads the learner's file and the solution, to compare them.
  case compare(exercise: Int)
  case save
  case copy(String)
  case setMouse(Bool)
  case repaint
  case suspend
  case quit
}

/// What happened, for `update`.
enum Message {
  case key(Key)
  case pasted(Character)
  /// The left button of the mouse was pressed over a cell.
  case clicked(x: Int, y: Int)
  /// The wheel was turned over a cell; down is positive.
  case scrolled(x: Int, y: Int, rows: Int)
  case resized(Size)
  case run(RunUpdate)
  /// Time has passed, which changes nothing but what is shown of it.
  case tick
  /// The learner's file of an exercise was saved, by whatever editor.
  case saved(exercise: Int)
  /// The learner's file was put back to its start, and what was there is kept under a name.
  case wasReset(backup: String?)
  /// The learner's file and the solution were read.
  case compared(Comparison)
  /// A knob of the open exercise was set to one of its positions.
  case setKnob(name: String, value: Double)
  /// Something went wrong that the learner should know.
  case warning(String)
}
