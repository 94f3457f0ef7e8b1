import TerminalUI

/// Performs a command while something lies on top.
func inOverlay(_ command: Command, _ state: inout State) -> [Effect] {
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

func answer(_ key: Key, _ confirmed: Confirmed, _ state: inout State) -> [Effect] {
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

extension State {
  mutating func scrollOverlay(by rows: Int) {
    switch overlay {
    case .help(let top): overlay = .help(top: max(0, min(top + rows, overlayLastTop)))
    case .diagnostics(let list, let top):
      overlay = .diagnostics(list, top: max(0, min(top + rows, overlayLastTop)))
    case .exercises: treeRow = max(0, min(treeRow + rows, treeRows.count - 1))
    case .prompt, .confirm, nil: break
    }
  }
}
