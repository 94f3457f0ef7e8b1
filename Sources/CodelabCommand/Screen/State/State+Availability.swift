import Codelab
import LessonKit

/// Which commands do something at the moment.
extension State {
  /// Why a command would do nothing now; nil if it does something.
  func objection(to command: Command) -> String? {
    switch command {
    case .run, .check:
      return run == nil ? nil : "a run is going on; \(Command.cancel.keyName) cancels it"
    case .cancel:
      return run == nil ? "nothing is running" : nil
    case .predict:
      if openStep.predictions.isEmpty { return "this step asks nothing" }
      return openView.result == nil ? nil : "the step has run already"
    case .hint:
      if openStep.checks.isEmpty { return "this step has nothing to judge" }
      if openStep.hints.isEmpty { return "this step has no hints" }
      return hintableChecks.isEmpty
        ? "a hint follows a check: \(Command.check.keyName) checks your work" : nil
    case .knobDown: return objectionToTurning(by: -1)
    case .knobUp: return objectionToTurning(by: 1)
    case .knobNext:
      return switch openStep.knobs.count {
      case 0: "this step has no knob"
      case 1: "this step has no other knob"
      default: nil
      }
    case .results:
      if openView.result != nil { return nil }
      return run?.key == openKey
        ? "the results come when the run is over" : "the step has not run yet; \(Command.run.keyName) runs it"
    case .next: return isLastStep ? "this is the last step" : nil
    case .previous: return step == 0 && exercise == 0 ? "this is the first step" : nil
    case .view:
      if panels.isEmpty { return "this step has no live views" }
      if zoomed == .log { return "the log fills the screen; \(Command.zoomOut.keyName) shows all panes" }
      let shown = zoomed == .live ? 1 : layout.live.count
      return panels.count > shown ? nil : "all views of this step are visible"
    case .zoomIn:
      if focusedPane == .log { return zoomed == .log ? "the log fills the screen already" : nil }
      if panels.isEmpty { return "this step has no live views" }
      return zoomed == .live ? "the view fills the screen already" : nil
    case .zoomOut: return zoomed != nil ? nil : "all panes are visible"
    case .focusLive where !visiblePanes.contains(.live): return "this step has no live views"
    default: return nil
    }
  }

  /// Whether no step follows the open one.
  var isLastStep: Bool {
    step + 1 == openExercise.steps.count && exercise + 1 == exercises.count
  }

  private func objectionToTurning(by distance: Int) -> String? {
    guard let knob = openKnob else { return "this step has no knob" }
    if let run, run.key != openKey {
      return "another step is running; \(Command.cancel.keyName) cancels it"
    }
    let position = knobs[knob.name] ?? knob.defaultValue
    let index = (knob.values.firstIndex(of: position) ?? 0) + distance
    return knob.values.indices.contains(index)
      ? nil : "\(knob.name) ends at \(Metric.Unit.number.text(position))"
  }
}
