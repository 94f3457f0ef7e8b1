import Codelab
import LessonKit

/// Turning knobs.
extension State {
  /// Turns the step's knob; a step that ran before runs again with it.
  mutating func turnKnob(by distance: Int) -> [Effect] {
    guard let knob = openKnob else {
      notice = "this step has no knob"
      return []
    }
    if let run, run.key != openKey {
      notice = "another step is running; \(Command.cancel.keys[0].name) cancels it"
      return []
    }
    let position = knobs[knob.name] ?? knob.defaultValue
    let index = (knob.values.firstIndex(of: position) ?? 0) + distance
    guard knob.values.indices.contains(index) else {
      notice = "\(knob.name) ends at \(Metric.Unit.number.text(position))"
      return []
    }
    progress[openExercise.id].knobs[knob.name] = knob.values[index]
    guard openView.result != nil || run?.key == openKey else { return [.save] }
    return [.save, .cancelRun, .run(exercise: exercise, step: step, judges: false)]
  }
}
