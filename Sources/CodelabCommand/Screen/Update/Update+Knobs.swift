import Codelab
import LessonKit

/// Turning knobs.
extension State {
  /// Turns the step's knob; a step that ran before runs again with it, in place of a run that goes on.
  mutating func turnKnob(by distance: Int) -> [Effect] {
    guard let knob = openKnob else { return [] }
    let position = knobs[knob.name] ?? knob.defaultValue
    let index = (knob.values.firstIndex(of: position) ?? 0) + distance
    guard knob.values.indices.contains(index) else { return [] }
    return set(knob, to: knob.values[index])
  }

  /// Sets a knob of the open exercise to one of its positions.
  mutating func set(_ knob: Knob, to value: Double) -> [Effect] {
    progress[openExercise.id].knobs[knob.name] = value
    guard openStep.knobs.contains(knob.name), openView.result != nil || run?.key == openKey else {
      return [.save]
    }
    return [.save, .cancelRun, .run(exercise: exercise, step: step, judges: false)]
  }
}
