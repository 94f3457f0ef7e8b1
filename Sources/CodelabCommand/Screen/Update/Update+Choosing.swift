import LessonKit
import TerminalUI

/// Finding a command in the palette.
extension State {
  /// The commands that match a query, best first.
  func commands(matching query: String) -> [Command] {
    // What only moves about in a list is no use in one.
    let all = Command.allCases.filter { $0 != .palette && $0 != .open && $0 != .back }
    return FuzzyMatch.filter(all, by: query) { "\($0.label) \($0.title)" }
  }

  mutating func type(_ key: Key, into palette: Palette) -> [Effect] {
    var palette = palette
    switch key {
    case .escape, .control("c"), .control("p"): overlay = nil
    case .up: scrollOverlay(by: -1)
    case .down: scrollOverlay(by: 1)
    case .pageUp: scrollOverlay(by: -10)
    case .pageDown: scrollOverlay(by: 10)
    case .control("l"): return [.repaint]
    case .control("z"): return [.suspend]
    case .enter:
      guard let command = commands(matching: palette.field.text)[safe: palette.selected] else {
        notice = "no command matches '\(palette.field.text)'"
        return []
      }
      if let objection = objection(to: command) {
        notice = objection
        return []
      }
      overlay = nil
      return perform(command)
    default:
      if palette.field.take(key) {
        palette.selected = 0
        overlay = .palette(palette)
      }
    }
    return []
  }
}

/// A row of the list of exercises.
enum ExerciseRow: Equatable {
  case exercise(Int)
  case step(exercise: Int, step: Int)
}

/// Finding an exercise or a step.
extension State {
  /// The exercises with the steps of the open one; or, with a query, what matches it, best first.
  func exerciseRows(matching query: String) -> [ExerciseRow] {
    let isSearch = query.contains { !$0.isWhitespace }
    let rows = exercises.indices.flatMap { index -> [ExerciseRow] in
      let steps = isSearch || index == exercise ? Array(exercises[index].steps.indices) : []
      return [.exercise(index)] + steps.map { .step(exercise: index, step: $0) }
    }
    return FuzzyMatch.filter(rows, by: query) { row in
      switch row {
      case .exercise(let index):
        let exercise = exercises[index]
        return ([exercise.frontMatter.title, exercise.id] + exercise.frontMatter.tags).joined(separator: " ")
      case .step(let exercise, let step): return exercises[exercise].steps[step].title
      }
    }
  }

  mutating func type(_ key: Key, into list: ExerciseList) -> [Effect] {
    var list = list
    switch key {
    case .escape, .control("c"): overlay = nil
    case .up: scrollOverlay(by: -1)
    case .down: scrollOverlay(by: 1)
    case .pageUp: scrollOverlay(by: -10)
    case .pageDown: scrollOverlay(by: 10)
    case .control("l"): return [.repaint]
    case .control("z"): return [.suspend]
    case .enter: return openChosenExercise()
    default:
      if list.field.take(key) {
        list.selected = 0
        overlay = .exercises(list)
      }
    }
    return []
  }

  /// Opens what is chosen in the list of exercises.
  mutating func openChosenExercise() -> [Effect] {
    guard case .exercises(let list) = overlay else { return [] }
    guard let row = exerciseRows(matching: list.field.text)[safe: list.selected] else {
      notice = "no exercise matches '\(list.field.text)'"
      return []
    }
    overlay = nil
    focus = .lesson
    switch row {
    case .exercise(let index): openExercise(at: index)
    case .step(let index, let step):
      exercise = index
      openStep(at: step)
    }
    return [.save]
  }
}
