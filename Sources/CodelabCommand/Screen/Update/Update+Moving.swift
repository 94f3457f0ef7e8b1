import LessonKit
import TerminalUI

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
  mutating func openSelection() -> [Effect] {
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

  mutating func showExercises() {
    treeRow = treeRows.firstIndex(of: .step(step)) ?? 0
    if layout.tree == nil { overlay = .exercises } else { focus = .tree }
  }

  /// The panes that are visible, in the order of focus.
  var visiblePanes: [Pane] {
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

  mutating func moveFocus(by distance: Int) {
    let panes = visiblePanes
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[(index + distance + panes.count) % panes.count]
    if focus == .tree { treeRow = treeRows.firstIndex(of: .step(step)) ?? 0 }
  }

  /// The rows of the pane with the focus.
  var pageHeight: Int {
    let layout = layout
    return switch focus {
    case .tree: layout.tree?.content.height ?? 1
    case .lesson: layout.lesson.text.height
    case .live: 1
    case .log: layout.log?.content.height ?? 1
    }
  }

  mutating func scroll(by rows: Int) {
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
}
