import Codelab
import LessonKit
import TerminalUI

/// Draws a state; the same state gives the same cells.
func view(_ state: State) -> Grid {
  var grid = Grid(size: state.size)
  let layout = state.layout
  let theme = state.theme
  if let pane = state.zoomed {
    drawHeader(state, in: layout.header, on: &grid)
    if pane == .log {
      grid.draw([logBorder(state, layout.zoomed)], theme: theme)
      drawLog(state, in: layout.zoomed, on: &grid)
    } else {
      drawZoomed(state, in: layout.zoomed, on: &grid)
    }
    drawKeys(state, in: layout.keys, on: &grid)
    drawOverlay(state, on: &grid)
    return grid
  }

  let lines = state.lessonLines(width: layout.lesson.text.width)
  var borders: [Border] = []
  if let tree = layout.tree {
    borders.append(Border(tree.rect, title: "Exercises", isFocused: state.focusedPane == .tree))
  }
  if layout.lesson.isBordered {
    borders.append(
      Border(
        layout.lesson.rect, title: state.openStep.title,
        note: position(of: lines.line(at: state.lessonTop), of: lines.count, in: layout.lesson.text.height),
        isFocused: state.focusedPane == .lesson))
  }
  let panels = state.panels
  for (index, frame) in layout.live.enumerated() where frame.isBordered {
    var border = viewBorder(
      title: panels[safe: index]?.title ?? "", more: index == 0 ? panels.count - layout.live.count : 0,
      in: frame.rect)
    border.isFocused = state.focusedPane == .live
    borders.append(border)
  }
  if let log = layout.log, log.isBordered { borders.append(logBorder(state, log)) }
  grid.draw(borders, theme: theme)

  drawHeader(state, in: layout.header, on: &grid)
  if let tree = layout.tree { drawTree(state, in: tree.content, on: &grid) }
  drawLesson(lines, state, in: layout.lesson.text, on: &grid)
  for (frame, panel) in zip(layout.live, panels) {
    drawPanel(panel, in: frame.isBordered ? frame.text : frame.rect, on: &grid, theme: theme)
  }
  if let log = layout.log { drawLog(state, in: log, on: &grid) }
  drawKeys(state, in: layout.keys, on: &grid)
  drawOverlay(state, on: &grid)
  return grid
}

/// The border of a live view, with the count of those that have no room.
func viewBorder(title: String, more: Int, in rect: Rect) -> Border {
  // The title comes first: of what stands beside it, as much as fits.
  let notes = more > 0 ? ["\(Command.view.keyName): \(more) more", "+\(more)"] : []
  return Border(
    rect, title: title, note: notes.first { width(of: title) + width(of: $0) + 9 <= rect.width } ?? "")
}

extension State {
  /// Where the panes are.
  var layout: Layout { Layout.panes(size, livePanels: openStep.figures.count) }
}

/// Where a pane is scrolled to, as in `34 %`; nothing if all of it is visible.
func position(of top: Int, of count: Int, in height: Int) -> String {
  guard count > height else { return "" }
  if top == 0 { return "more below" }
  return top + height >= count ? "end" : "\(100 * (top + height) / count) %"
}

// MARK: - Header

private func drawHeader(_ state: State, in rect: Rect, on grid: inout Grid) {
  let theme = state.theme
  let style = theme[.header]
  grid.fill(rect, style: style)
  let right = headerStatus(state, width: rect.width)
  let rightWidth = width(of: right)
  let room = max(0, rect.width - rightWidth - 1)
  let left =
    rect.width < 60
    ? truncated(" \(state.openStep.title)", width: room, ellipsis: theme.glyphs.ellipsis)
    : headerPlace(state, width: room)
  grid.put(left, x: rect.x, y: rect.y, style: style, clip: rect)
  grid.put(right, x: rect.maxX - rightWidth, y: rect.y, style: style, clip: rect)
}

/// The open exercise and step in so many columns: what says least is left out first, and the step last.
private func headerPlace(_ state: State, width: Int) -> String {
  let glyphs = state.theme.glyphs
  let title = state.openExercise.frontMatter.title
  let step = "step \(state.step + 1) of \(state.openExercise.steps.count)"
  let place = "\(state.openExercise.chapterTitle) \(glyphs.separator) \(title)"
  let texts = [" codelab  \(place)   \(step)", " \(place)   \(step)", " \(title)   \(step)"]
  if let text = texts.first(where: { TerminalUI.width(of: $0) <= width }) { return text }
  let room = width - TerminalUI.width(of: "    \(step)")
  return room < 4
    ? truncated(" \(step)", width: width, ellipsis: glyphs.ellipsis)
    : " \(truncated(title, width: room, ellipsis: glyphs.ellipsis))   \(step)"
}

/// What is going on, and what was reached so far, as much of it as a screen of so many columns has room for.
private func headerStatus(_ state: State, width: Int) -> String {
  let exercise = state.openExercise
  let step = "\(state.step + 1)/\(exercise.steps.count)"
  let points = "\(state.points) of \(exercise.points) points"
  guard let run = state.run else { return "\(width < 60 ? step : points) " }
  // Another step than the open one may be running.
  let other = exercise.id == run.key.exercise ? exercise.steps.firstIndex { $0.id == run.key.step } : nil
  let place = run.key == state.openKey ? "" : other.map { "step \($0 + 1): " } ?? "\(run.key.exercise): "
  var parts: [String] = []
  // What is counted says what is going on, where there is no room for both.
  if run.progress == nil || width >= 100 { parts.append(run.stage.activity) }
  if let progress = run.progress {
    parts.append("\(progress.unit) \(progress.completed)/\(progress.total)")
    if let left = state.secondsLeft { parts.append("\(clock(left)) left") }
  } else if state.now - run.started >= 2 {
    parts.append(clock(state.now - run.started))
  }
  if width < 60 { return "\(width < 30 && parts.count < 2 ? "..." : parts.last ?? "")  \(step) " }
  return place + (parts + [points]).joined(separator: "  ") + " "
}

private func clock(_ seconds: Double) -> String {
  let whole = Int(min(seconds.rounded(.up), 359_999))
  return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
}

extension State {
  /// The seconds until the progress of the run is complete, if it goes on as it did.
  var secondsLeft: Double? {
    guard let progress = run?.progress, let start = run?.progressStarted, let last = run?.progressed,
      progress.completed > 1, progress.total > progress.completed
    else { return nil }
    // The first report starts the clock: it stands for one unit already.
    let left = (last - start) / Double(progress.completed - 1) * Double(progress.total - progress.completed)
    return max(0, left - (now - last))
  }
}

// MARK: - Keys

/// The keys that do something now, most useful first, as many as fit.
func drawKeys(_ state: State, in rect: Rect, on grid: inout Grid) {
  let theme = state.theme
  if let notice = state.notice {
    grid.put(
      truncated(" \(notice)", width: rect.width, ellipsis: theme.glyphs.ellipsis), x: rect.x, y: rect.y,
      style: theme[.warning], clip: rect)
    return
  }
  // Help stays at the right end whatever else fits.
  let watching = state.isWatching && rect.width >= 60 ? "watching   " : ""
  let help = "\(watching)\(Command.help.keyName) \(Command.help.label) "
  let room = rect.width - width(of: help) - 1
  var column = rect.x + 1
  for (key, label) in state.keyHints {
    let needed = width(of: key) + width(of: label) + 1
    guard column + needed <= rect.x + room else { break }
    column = grid.put(key, x: column, y: rect.y, style: theme[.key], clip: rect)
    column = grid.put(" \(label)", x: column, y: rect.y, style: theme[.muted], clip: rect) + 3
  }
  guard rect.width >= 16 || column == rect.x + 1 else { return }
  let start = max(rect.x, rect.maxX - width(of: help))
  var end = grid.put(watching, x: start, y: rect.y, style: theme[.accent], clip: rect)
  end = grid.put(Command.help.keyName, x: end, y: rect.y, style: theme[.key], clip: rect)
  grid.put(" \(Command.help.label)", x: end, y: rect.y, style: theme[.muted], clip: rect)
}

extension Collection {
  /// The element at a position, or nil if there is none.
  subscript(safe position: Index) -> Element? {
    indices.contains(position) ? self[position] : nil
  }
}
