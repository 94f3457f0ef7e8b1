import Codelab
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

// MARK: - Keys

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
private func perform(_ command: Command, _ state: inout State) -> [Effect] {
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

/// Performs a command while something lies on top.
private func inOverlay(_ command: Command, _ state: inout State) -> [Effect] {
  switch command {
  case .back, .help, .quit: state.overlay = nil
  case .exercises where state.isShowingExercises: state.overlay = nil
  case .open:
    if state.isShowingExercises { return state.openSelection() }
    state.overlay = nil
  case .up: state.scrollOverlay(by: -1)
  case .down: state.scrollOverlay(by: 1)
  case .pageUp: state.scrollOverlay(by: -10)
  case .pageDown: state.scrollOverlay(by: 10)
  case .top: state.scrollOverlay(by: -1_000_000)
  case .bottom: state.scrollOverlay(by: 1_000_000)
  case .cancel: return state.cancel()
  case .repaint: return [.repaint]
  case .suspend: return [.suspend]
  case .edit:
    state.overlay = nil
    return [.edit(exercise: state.exercise)]
  case .run, .check, .next, .previous:
    state.overlay = nil
    return perform(command, &state)
  default: state.notice = "Esc closes this first"
  }
  return []
}

private func answer(_ key: Key, _ confirmed: Confirmed, _ state: inout State) -> [Effect] {
  switch key {
  case .character("y"), .character("Y"):
    state.overlay = nil
    switch confirmed {
    case .reset: return [.reset(exercise: state.exercise)]
    }
  case .character("n"), .character("N"), .escape, .character("q"), .control("c"):
    state.overlay = nil
  case .control("z"):
    return [.suspend]
  default:
    state.notice = "y or n"
  }
  return []
}

// MARK: - Predictions

private func type(_ key: Key, into prompt: Prompt, _ state: inout State) -> [Effect] {
  var prompt = prompt
  switch key {
  case .escape, .control("c"):
    state.overlay = nil
    return []
  case .backspace:
    if !prompt.text.isEmpty { prompt.text.removeLast() }
  case .control("u"):
    prompt.text = ""
  case .control("l"):
    return [.repaint]
  case .control("z"):
    return [.suspend]
  case .character(let character) where prompt.text.count < 40:
    prompt.text.append(character)
    prompt.complaint = nil
  case .enter:
    return state.finish(prompt)
  default:
    break
  }
  state.overlay = .prompt(prompt)
  return []
}

extension State {
  /// Takes the answer of a prompt and goes on with what was to be done.
  fileprivate mutating func finish(_ prompt: Prompt) -> [Effect] {
    if !prompt.text.isEmpty {
      guard let answer = prompt.prediction.answer(from: prompt.text) else {
        var prompt = prompt
        prompt.complaint = "'\(prompt.text)' is not an answer; type it \(prompt.prediction.instruction)"
        overlay = .prompt(prompt)
        return []
      }
      progress[openExercise.id].predictions[prompt.prediction.id] = answer
    }
    overlay = nil
    guard let then = prompt.then else { return [.save] }
    // An empty answer skips the question for this run; what is left is asked before it begins.
    let rest = openStep.predictions.drop { $0.id != prompt.prediction.id }.dropFirst()
    if let next = rest.first(where: { progress[openExercise.id].predictions[$0.id] == nil }) {
      overlay = .prompt(Prompt(prediction: next, then: then))
      return [.save]
    }
    return [.save, .run(exercise: exercise, step: step, judges: then == .check || openStep.checks.isEmpty)]
  }
}

// MARK: - Moving about

extension State {
  /// Opens the step before or after the open one, across exercises.
  mutating func move(by distance: Int) -> [Effect] {
    let target = step + distance
    if openExercise.steps.indices.contains(target) {
      openStep(at: target)
    } else if exercises.indices.contains(exercise + distance) {
      exercise += distance
      openStep(at: distance > 0 ? 0 : openExercise.steps.count - 1)
    } else {
      notice = distance > 0 ? "this is the last step" : "this is the first step"
      return []
    }
    return [.save]
  }

  /// Shows a step of the open exercise from its beginning.
  mutating func openStep(at index: Int) {
    step = index
    lessonTop = ScrollPosition()
    lessonOffset = 0
    viewOffset = 0
    progress.lastExercise = openExercise.id
    progress[openExercise.id].currentStep = openStep.id
    treeRow = treeRows.firstIndex(of: .step(index)) ?? 0
  }

  /// Opens what is selected in the tree.
  fileprivate mutating func openSelection() -> [Effect] {
    guard let row = treeRows[safe: treeRow] else { return [] }
    switch row {
    case .chapter: return []
    case .exercise(let index):
      guard index != exercise else { break }
      exercise = index
      let kept = openExercise.steps.firstIndex { $0.id == progress[openExercise.id].currentStep }
      openStep(at: kept ?? 0)
    case .step(let index): openStep(at: index)
    }
    overlay = nil
    focus = .lesson
    return [.save]
  }

  /// Whether the tree lies on top of the panes.
  var isShowingExercises: Bool {
    if case .exercises = overlay { true } else { false }
  }

  fileprivate mutating func showExercises() {
    treeRow = treeRows.firstIndex(of: .step(step)) ?? 0
    if layout.tree == nil { overlay = .exercises } else { focus = .tree }
  }

  /// The panes that are visible, in the order of focus.
  fileprivate var visiblePanes: [Pane] {
    let layout = layout
    return Pane.allCases.filter { pane in
      switch pane {
      case .tree: layout.tree != nil
      case .lesson: true
      case .live: !layout.live.isEmpty
      case .log: layout.log?.isBordered ?? false
      }
    }
  }

  fileprivate mutating func moveFocus(by distance: Int) {
    let panes = visiblePanes
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[(index + distance + panes.count) % panes.count]
    if focus == .tree { treeRow = treeRows.firstIndex(of: .step(step)) ?? 0 }
  }

  /// The rows of the pane with the focus.
  fileprivate var pageHeight: Int {
    let layout = layout
    return switch focus {
    case .tree: layout.tree?.content.height ?? 1
    case .lesson: layout.lesson.text.height
    case .live: 1
    case .log: layout.log?.content.height ?? 1
    }
  }

  fileprivate mutating func scroll(by rows: Int) {
    switch focus {
    case .tree:
      treeRow = max(0, min(treeRow + rows, treeRows.count - 1))
    case .lesson:
      let area = layout.lesson.text
      let lines = lessonLines(width: area.width)
      let top = lessonFirstLine(of: lines, height: area.height) + rows
      lessonTop = lines.position(ofLine: max(0, min(top, lines.count - area.height)))
    case .live:
      let count = panels.count
      if count > 0 { viewOffset = ((viewOffset + rows.signum()) % count + count) % count }
    case .log:
      logOffset = max(0, min(logOffset - rows, log.lines.count - pageHeight))
    }
  }

  fileprivate mutating func scrollOverlay(by rows: Int) {
    switch overlay {
    case .help(let top): overlay = .help(top: max(0, min(top + rows, overlayLastTop)))
    case .diagnostics(let list, let top):
      overlay = .diagnostics(list, top: max(0, min(top + rows, overlayLastTop)))
    case .exercises: treeRow = max(0, min(treeRow + rows, treeRows.count - 1))
    case .prompt, .confirm, nil: break
    }
  }
}
