import LessonKit
import TerminalUI

/// Moving through the course and between panes.
extension State {
  // MARK: - Steps

  /// Opens the step before or after the open one, across exercises.
  mutating func move(by distance: Int) -> [Effect] {
    let target = step + distance
    if openExercise.steps.indices.contains(target) {
      openStep(at: target)
    } else if exercises.indices.contains(exercise + distance) {
      exercise += distance
      openStep(at: distance > 0 ? 0 : openExercise.steps.count - 1)
    }
    return [.save]
  }

  /// Opens an exercise at the step where the learner left it.
  mutating func openExercise(at index: Int) {
    guard index != exercise else { return }
    exercise = index
    openStep(at: openExercise.steps.firstIndex { $0.id == progress[openExercise.id].currentStep } ?? 0)
  }

  /// Shows a step of the open exercise from its beginning.
  mutating func openStep(at index: Int) {
    step = index
    lessonTop = ScrollPosition()
    lessonOffset = 0
    viewOffset = 0
    knobIndex = 0
    selectedPoints = [:]
    zoomed = nil
    progress.lastExercise = openExercise.id
    progress[openExercise.id].currentStep = openStep.id
    treeRow = treeRows.firstIndex(of: .step(index)) ?? 0
    // The pane that had the focus may be gone.
    if !visiblePanes.contains(focus) { focus = .lesson }
  }

  // MARK: - Panes

  /// The panes that are visible, in the order of focus.
  var visiblePanes: [Pane] {
    if let zoomed { return [zoomed] }
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

  /// The pane that keys scroll: the one with the focus, as long as it is visible.
  var focusedPane: Pane {
    let panes = visiblePanes
    return panes.contains(focus) ? focus : panes[0] == .tree ? .lesson : panes[0]
  }

  mutating func moveFocus(by distance: Int) {
    let panes = visiblePanes
    let index = panes.firstIndex(of: focusedPane) ?? 0
    focus(on: panes[(index + distance + panes.count) % panes.count])
  }

  mutating func focus(on pane: Pane) {
    focus = pane
    if pane == .tree { treeRow = treeRows.firstIndex(of: .step(step)) ?? 0 }
    if pane != zoomed { zoomed = nil }
  }

  /// Focuses the tree, or shows the list of exercises where there is no room for it.
  mutating func showExercises() {
    if layout.tree != nil {
      focus(on: .tree)
    } else {
      let rows = exerciseRows(matching: "")
      let selected = rows.firstIndex(of: .step(exercise: exercise, step: step)) ?? 0
      overlay = .exercises(ExerciseList(selected: selected))
    }
  }

  /// Focuses the log, or lets it fill the screen where it is one line.
  mutating func showLog() {
    if layout.log?.isBordered ?? false { focus(on: .log) } else { zoomed = .log }
  }

  /// Enter: opens what is selected in the tree, or lets the live view or the log fill the screen.
  mutating func open() -> [Effect] {
    switch focusedPane {
    case .live, .log: return zoomed == nil ? perform(.zoomIn) : []
    case .lesson: return []
    case .tree:
      switch treeRows[safe: treeRow] {
      case .exercise(let index): openExercise(at: index)
      case .step(let index): openStep(at: index)
      case .chapter, nil: return []
      }
      focus = .lesson
      return [.save]
    }
  }

  /// Escape: back to all panes, then to the lesson, then to the left end of its code.
  mutating func goBack() {
    if zoomed != nil {
      zoomed = nil
    } else if focus != .lesson {
      focus = .lesson
    } else {
      lessonOffset = 0
    }
  }

  // MARK: - Scrolling

  /// The rows of the pane with the focus.
  var pageHeight: Int {
    let layout = layout
    return switch focusedPane {
    case .tree: layout.tree?.content.height ?? 1
    case .lesson: layout.lesson.text.height
    case .live: 1
    case .log: logArea.height
    }
  }

  /// The cells for lines of the log.
  private var logArea: Rect { (zoomed == .log ? layout.zoomed : layout.log ?? layout.zoomed).text }

  /// Scrolls the pane with the focus.
  mutating func scroll(by rows: Int) { scroll(focusedPane, by: rows) }

  /// Scrolls a pane by some rows, down if positive.
  mutating func scroll(_ pane: Pane, by rows: Int) {
    switch pane {
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
      logOffset = max(0, min(logOffset - rows, lastLogOffset(logArea.size)))
    }
  }

  /// Scrolls the lesson's code, or moves the selection in a chart of models.
  mutating func moveSideways(by distance: Int) {
    if focusedPane == .live, let (id, tradeoff) = selectablePanel {
      let points = tradeoff.pointsByCost
      let chosen = points.firstIndex(where: \.isChosen) ?? (distance > 0 ? -1 : points.count)
      let selected = max(0, min((selectedPoints[id] ?? chosen) + distance, points.count - 1))
      selectedPoints[id] = selected
      notice = selectedPointText
    } else {
      lessonOffset = max(0, min(lessonOffset + 8 * distance, 400))
    }
  }
}
