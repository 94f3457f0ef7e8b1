import LessonKit
import TerminalUI

/// A row of the tree: a chapter, an exercise, or a step of the open exercise.
enum TreeRow: Equatable {
  case chapter(String)
  case exercise(Int)
  case step(Int)
}

/// A line of the tree; a long title takes several.
struct TreeLine {
  /// The row that it belongs to, by index.
  var row: Int
  var text: String
  var role: Role
}

extension State {
  /// The rows of the tree, from top to bottom.
  var treeRows: [TreeRow] {
    var rows: [TreeRow] = []
    for (index, exercise) in exercises.enumerated() {
      if index == 0 || exercises[index - 1].chapter != exercise.chapter {
        rows.append(.chapter(exercise.chapterTitle))
      }
      rows.append(.exercise(index))
      if index == self.exercise { rows += exercise.steps.indices.map(TreeRow.step) }
    }
    return rows
  }

  /// The row that is marked: the one that keys select, or else that of the open step.
  var selectedTreeRow: Int {
    focusedPane == .tree ? treeRow : treeRows.firstIndex(of: .step(step)) ?? 0
  }

  /// The lines of the tree that a pane of some size shows, with the marked row near its middle.
  func treeLines(_ size: Size) -> ArraySlice<TreeLine> {
    let lines = treeRows.enumerated().flatMap { index, row in
      treeLines(of: row, width: size.width).map { TreeLine(row: index, text: $0.text, role: $0.role) }
    }
    let selected = lines.firstIndex { $0.row == selectedTreeRow } ?? 0
    let top = max(0, min(selected - size.height / 2, lines.count - size.height))
    return lines.dropFirst(top).prefix(size.height)
  }

  private func treeLines(of row: TreeRow, width: Int) -> [(text: String, role: Role)] {
    let glyphs = theme.glyphs
    let (lead, title, role): (String, String, Role)
    switch row {
    case .chapter(let chapter):
      (lead, title, role) = ("\(glyphs.expanded) ", chapter, .subheading)
    case .exercise(let index):
      let mark = index == exercise ? glyphs.expanded : glyphs.collapsed
      (lead, title, role) = (" \(mark) ", exercises[index].frontMatter.title, .text)
    case .step(let index):
      let step = openExercise.steps[index]
      let status = status(of: step)
      let isCurrent = index == self.step && (status == .open || status == .skipped)
      let mark = isCurrent ? glyphs.filled : status.mark(glyphs)
      (lead, title, role) = ("   \(mark) ", step.title, isCurrent ? .accent : status.role)
    }
    let indent = TerminalUI.width(of: lead)
    return wrapped(title, width: max(1, width - indent)).enumerated().map { line, text in
      ((line == 0 ? lead : String(repeating: " ", count: indent)) + text, role)
    }
  }
}

func drawTree(_ state: State, in rect: Rect, on grid: inout Grid) {
  let theme = state.theme
  let isFocused = state.focusedPane == .tree
  for (index, line) in state.treeLines(rect.size).enumerated() {
    var style = theme[line.role]
    let y = rect.y + index
    if line.row == state.selectedTreeRow {
      style = isFocused ? theme[.selection] : style.adding(.bold)
      if isFocused { grid.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), style: style) }
    }
    grid.put(line.text, x: rect.x, y: y, style: style, clip: rect)
  }
}
