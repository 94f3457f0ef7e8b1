import LessonKit
import TerminalUI

/// Changes the state by what happened and returns what is to be done besides.
func update(_ state: inout State, _ message: Message) -> [Effect] {
  switch message {
  case .key(let key):
    return press(key, &state)
  case .resized(let size):
    state.size = size
    return []
  case .pasted(let character):
    // Text that was pasted is an answer where one is asked for, and never a command.
    guard case .prompt(let prompt) = state.overlay, !character.isNewline else { return [] }
    return type(.character(character), into: prompt, &state)
  case .run(let change):
    return state.follow(change)
  case .wasReset(let backup):
    let kept = backup.map { "; what you had is kept as \($0)" } ?? ""
    state.note("Exercise.swift is as it was at the start\(kept)", .good)
    return []
  case .warning(let text):
    state.note(text, .warning)
    state.notice = text
    return []
  }
}

extension State {
  /// Adds a line with the time of day to the log.
  mutating func note(_ text: String, _ role: Role = .text) {
    log.add(text, role: role, time: clock)
  }
}

private func press(_ key: Key, _ state: inout State) -> [Effect] {
  state.notice = nil
  if Command.of(key) != .cancel { state.isQuitArmed = false }
  if case .prompt(let prompt) = state.overlay { return type(key, into: prompt, &state) }
  if case .confirm(_, let confirmed) = state.overlay { return answer(key, confirmed, &state) }
  guard let command = Command.of(key) else {
    state.notice = "\(key.name) does nothing here; ? shows the keys"
    return []
  }
  if state.overlay != nil { return inOverlay(command, &state) }
  return perform(command, &state)
}

/// Performs a command with nothing on top of the panes.
func perform(_ command: Command, _ state: inout State) -> [Effect] {
  switch command {
  case .run: return state.startRun(judges: state.openStep.checks.isEmpty)
  case .check: return state.startRun(judges: true)
  case .predict:
    // Until the step has run, an answer can be changed.
    let first = state.openView.result == nil ? state.openStep.predictions.first : nil
    guard let prediction = state.nextPrediction ?? first else {
      state.notice =
        state.openStep.predictions.isEmpty ? "this step asks nothing" : "the step has run already"
      return []
    }
    state.overlay = .prompt(Prompt(prediction: prediction))
  case .edit: return [.edit(exercise: state.exercise)]
  case .hint: return state.showHint()
  case .next: return state.move(by: 1)
  case .previous: return state.move(by: -1)
  case .knobDown: return state.turnKnob(by: -1)
  case .knobUp: return state.turnKnob(by: 1)
  case .view:
    let count = state.panels.count
    guard count > state.layout.live.count else {
      state.notice = count == 0 ? "this step has no live views" : "all views of this step are visible"
      return []
    }
    state.viewOffset = (state.viewOffset + 1) % count
  case .cancel: return state.cancel()
  case .exercises: state.showExercises()
  case .reset:
    state.overlay = .confirm(
      question: "Put Exercise.swift back to its start? What you have is kept as a backup.", .reset)
  case .help: state.overlay = .help(top: 0)
  case .repaint: return [.repaint]
  case .suspend: return [.suspend]
  case .quit: return [.cancelRun, .save, .quit]
  case .open where state.focus == .tree: return state.openSelection()
  case .open, .back: break
  case .focusNext: state.moveFocus(by: 1)
  case .focusPrevious: state.moveFocus(by: -1)
  case .up: state.scroll(by: -1)
  case .down: state.scroll(by: 1)
  case .pageUp: state.scroll(by: -max(1, state.pageHeight - 2))
  case .pageDown: state.scroll(by: max(1, state.pageHeight - 2))
  case .top: state.scroll(by: -1_000_000)
  case .bottom: state.scroll(by: 1_000_000)
  case .left: state.lessonOffset = max(0, state.lessonOffset - 8)
  case .right: state.lessonOffset = min(state.lessonOffset + 8, 400)
  }
  return []
}
