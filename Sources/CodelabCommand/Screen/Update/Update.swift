import LessonKit
import TerminalUI

/// Changes the state by what happened and returns what is to be done besides.
func update(_ state: inout State, _ message: Message) -> [Effect] {
  switch message {
  case .key(let key): return press(key, &state)
  case .pasted(let character): return state.paste(character)
  case .clicked(let x, let y): return state.click(x: x, y: y)
  case .scrolled(let x, let y, let rows): state.turnWheel(x: x, y: y, by: rows)
  case .resized(let size): state.size = size
  case .run(let change): return state.follow(change)
  case .tick: break
  case .saved(let exercise): return state.checkSaved(exercise)
  case .wasReset(let backup):
    let kept = backup.map { "; what you had is kept as \($0)" } ?? ""
    state.note("Exercise.swift is as it was at the start\(kept)", .good)
  case .compared(let comparison):
    state.overlay = .solution(comparison, top: 0)
    let rows = state.shownOverlay?.content.entries ?? []
    state.scrollOverlay(by: (rows[safe: comparison.firstChange]?.lowerBound ?? 0) - 2)
  case .setKnob(let name, let value):
    if let knob = state.openExercise.knob(name) { return state.set(knob, to: value) }
  case .warning(let text):
    state.note(text, .warning)
    state.notice = text
  }
  return []
}

extension State {
  /// Adds a line with the time of day to the log.
  mutating func note(_ text: String, _ role: Role = .text) {
    addToLog(text, role, time: clock)
  }

  /// Adds a line to the log; who has scrolled back goes on seeing the same lines.
  mutating func addToLog(_ text: String, _ role: Role, time: String = "") {
    log.add(text, role: role, time: time)
    if logOffset > 0 { logOffset = min(logOffset + 1, log.lines.count) }
  }
}

private func press(_ key: Key, _ state: inout State) -> [Effect] {
  state.notice = nil
  if Command.of(key) != .cancel { state.isQuitArmed = false }
  if let overlay = state.overlay { return state.press(key, in: overlay) }
  guard let command = Command.of(key) else {
    state.notice = "\(key.name) does nothing here; ? shows the keys"
    return []
  }
  return state.perform(command)
}

extension State {
  /// Performs a command with nothing on top of the panes, or says why it does nothing.
  mutating func perform(_ command: Command) -> [Effect] {
    if command == .cancel { return cancel() }
    if let objection = objection(to: command) {
      notice = objection
      return []
    }
    switch command {
    case .run: return startRun(judges: openStep.checks.isEmpty)
    case .check: return startRun(judges: true)
    case .predict: askPrediction()
    case .edit: return [.edit(exercise: exercise, line: nil)]
    case .hint: return showHint()
    case .knobDown: return turnKnob(by: -1)
    case .knobUp: return turnKnob(by: 1)
    case .knobNext:
      knobIndex = (knobIndex + 1) % openStep.knobs.count
      if let knob = openKnob { notice = "the knob is \(knob.name) now" }
    case .watch: toggleWatch()
    case .cancel: break
    case .results: overlay = .results(top: 0)
    case .solution: return showSolution()
    case .reset:
      overlay = .confirm(
        question: "Put Exercise.swift back to its start? What you have is kept as a backup.", .reset)
    case .next: return move(by: 1)
    case .previous: return move(by: -1)
    case .exercises: showExercises()
    case .filter: overlay = .exercises(ExerciseList(isTyping: true))
    case .open: return open()
    case .back: goBack()
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scroll(by: -max(1, pageHeight - 2))
    case .pageDown: scroll(by: max(1, pageHeight - 2))
    case .top: scroll(by: -1_000_000)
    case .bottom: scroll(by: 1_000_000)
    case .left: moveSideways(by: -1)
    case .right: moveSideways(by: 1)
    case .focusNext: moveFocus(by: 1)
    case .focusPrevious: moveFocus(by: -1)
    case .focusTree: showExercises()
    case .focusLesson: focus(on: .lesson)
    case .focusLive: focus(on: .live)
    case .focusLog: showLog()
    case .view: viewOffset = (viewOffset + 1) % panels.count
    case .zoomIn: zoomed = focusedPane == .log ? .log : .live
    case .zoomOut: zoomed = nil
    case .palette: overlay = .palette(Palette())
    case .help: overlay = .help(top: 0)
    case .copy: return copy()
    case .mouse:
      isMouseOn.toggle()
      notice = isMouseOn ? "the mouse clicks and scrolls; hold Shift to select text" : "the mouse is off"
      return [.setMouse(isMouseOn)]
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .quit: return [.cancelRun, .save, .quit]
    }
    return []
  }
}
