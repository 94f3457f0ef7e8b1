import LessonKit
import TerminalUI

/// Keys while something lies on top of the panes.
extension State {
  /// Takes a key into what lies on top.
  mutating func press(_ key: Key, in overlay: Overlay) -> [Effect] {
    switch overlay {
    case .prompt(let prompt): return type(key, into: prompt)
    case .confirm(_, let confirmed): return answer(key, confirmed)
    case .palette(let palette): return type(key, into: palette)
    case .exercises(let list) where list.isTyping: return type(key, into: list)
    case .help, .results, .solution, .diagnostics, .exercises: break
    }
    guard let command = Command.of(key) else {
      notice = "\(key.name) does nothing here; Esc closes this"
      return []
    }
    return perform(command, in: overlay)
  }

  /// Performs a command while something to read or to choose from lies on top.
  private mutating func perform(_ command: Command, in overlay: Overlay) -> [Effect] {
    switch command {
    case .back, .quit: self.overlay = nil
    case .open:
      switch overlay {
      case .exercises: return openChosenExercise()
      case .diagnostics: return editDiagnostic()
      default: self.overlay = nil
      }
    case .up: scrollOverlay(by: -1)
    case .down: scrollOverlay(by: 1)
    case .pageUp: scrollOverlay(by: -10)
    case .pageDown: scrollOverlay(by: 10)
    case .top: scrollOverlay(by: -1_000_000)
    case .bottom: scrollOverlay(by: 1_000_000)
    case .cancel: return cancel()
    case .repaint, .suspend, .copy, .mouse: return perform(command)
    case .edit:
      if case .diagnostics = overlay { return editDiagnostic() }
      self.overlay = nil
      return perform(command)
    case .filter:
      self.overlay = .exercises(ExerciseList(isTyping: true))
    case .help, .results, .exercises:
      // The key that opened it closes it, too.
      self.overlay = nil
      if !command.opens(overlay) { return perform(command) }
    case .run, .check, .next, .previous, .hint, .palette, .predict, .solution, .reset, .watch:
      self.overlay = nil
      return perform(command)
    default: notice = "Esc closes this first"
    }
    return []
  }

  private mutating func answer(_ key: Key, _ confirmed: Confirmed) -> [Effect] {
    switch key {
    case "y", "Y":
      overlay = nil
      return switch confirmed {
      case .reset: [.reset(exercise: exercise)]
      case .solution: [.compare(exercise: exercise)]
      }
    case "n", "N", "q", .escape, .control("c"): overlay = nil
    case .control("l"): return [.repaint]
    case .control("z"): return [.suspend]
    default: notice = "y or n"
    }
    return []
  }

  // MARK: - Scrolling and choosing

  /// Scrolls what lies on top, or moves the choice in it.
  mutating func scrollOverlay(by rows: Int) {
    switch overlay {
    case .help(let top): overlay = .help(top: scrolled(top, by: rows))
    case .results(let top): overlay = .results(top: scrolled(top, by: rows))
    case .solution(let comparison, let top):
      overlay = .solution(comparison, top: scrolled(top, by: rows))
    case .diagnostics(var list):
      list.selected = max(0, min(list.selected + rows, list.diagnostics.count - 1))
      overlay = .diagnostics(list)
    case .exercises(var list):
      list.selected = max(0, min(list.selected + rows, exerciseRows(matching: list.field.text).count - 1))
      overlay = .exercises(list)
    case .palette(var palette):
      palette.selected = max(
        0, min(palette.selected + rows, commands(matching: palette.field.text).count - 1))
      overlay = .palette(palette)
    case .prompt, .confirm, nil: break
    }
  }

  private func scrolled(_ top: Int, by rows: Int) -> Int {
    max(0, min(min(top, overlayLastTop) + rows, overlayLastTop))
  }

  /// Opens the editor where the chosen diagnostic is.
  mutating func editDiagnostic() -> [Effect] {
    guard case .diagnostics(let list) = overlay else { return [] }
    overlay = nil
    let diagnostic = list.diagnostics[safe: list.selected]
    // Lines of the lesson's own code say nothing about the learner's file.
    let isLearners = diagnostic?.file.hasSuffix("\(openExercise.path)/Exercise.swift") ?? false
    return [.edit(exercise: exercise, line: isLearners ? diagnostic?.line : nil)]
  }

  /// Shows the solution; while tasks are open, only after a question.
  mutating func showSolution() -> [Effect] {
    let isSolved = openExercise.steps.allSatisfy { $0.checks.isEmpty || status(of: $0) == .done }
    if isSolved { return [.compare(exercise: exercise)] }
    overlay = .confirm(
      question:
        "The solution gives away every task of this exercise, also those you have not solved. Show it?",
      .solution)
    return []
  }
}

extension Command {
  /// Whether the command shows what lies on top.
  fileprivate func opens(_ overlay: Overlay) -> Bool {
    switch (self, overlay) {
    case (.help, .help), (.results, .results), (.exercises, .exercises): true
    default: false
    }
  }
}
