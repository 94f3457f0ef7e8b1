import LessonKit
import TerminalUI

/// What an overlay shows, before it is cut to a frame; plain mode prints the same lines.
struct OverlayContent {
  /// The title of the frame.
  var title: String
  /// Lines that stay while the others scroll.
  var head: [StyledLine] = []
  /// The line of the head that something is typed into, which stays visible when not all of the head fits.
  var typed: Int?
  /// The lines that scroll.
  var body: [StyledLine] = []
  /// The lines of the body that belong to each entry, where there is something to choose.
  var entries: [Range<Int>] = []
  /// The chosen entry.
  var selected: Int?
  /// The first line of the body to show, where there is nothing to choose.
  var top = 0

  /// The entry that a line of the body belongs to.
  func entry(at line: Int) -> Int? { entries.firstIndex { $0.contains(line) } }

  /// The first line of the body in a frame of some rows: as scrolled, or so that the chosen entry is visible.
  func top(rows: Int) -> Int {
    let last = max(0, body.count - rows)
    guard let selected, let lines = entries[safe: selected] else { return min(top, last) }
    return max(0, min(lines.lowerBound - max(0, (rows - lines.count) / 2), last))
  }
}

/// An overlay and its place on the screen.
struct ShownOverlay {
  var frame: Frame
  var content: OverlayContent
  /// The first line of the body that is visible.
  var top: Int
}

extension State {
  /// What lies on top, for a text of some width; nil if nothing does.
  func overlayContent(width: Int) -> OverlayContent? {
    switch overlay {
    case .help(let top): helpContent(width: width, top: top)
    case .results(let top): resultsContent(width: width, top: top)
    case .solution(let comparison, let top): content(of: comparison, width: width, top: top)
    case .palette(let palette): content(of: palette, width: width)
    case .exercises(let list): content(of: list, width: width)
    case .diagnostics(let list): content(of: list, width: width)
    case .prompt(let prompt): content(of: prompt, width: width)
    case .confirm(let question, _): questionContent(question, width: width)
    case nil: nil
    }
  }

  /// What lies on top and where.
  var shownOverlay: ShownOverlay? {
    guard let overlay else { return nil }
    // The width of a frame does not depend on its height, which depends on what is in it.
    let width = layout.overlay(width: overlay.widest, height: size.height).text.width
    guard let content = overlayContent(width: width) else { return nil }
    let rows = content.head.count + content.body.count
    let frame = layout.overlay(width: overlay.widest, height: max(rows, overlay.lowest) + 2)
    return ShownOverlay(
      frame: frame, content: content, top: content.top(rows: frame.text.height - content.head.count))
  }

  /// How far what lies on top can be scrolled.
  var overlayLastTop: Int {
    guard let shown = shownOverlay else { return 0 }
    return max(0, shown.content.body.count - (shown.frame.text.height - shown.content.head.count))
  }

  private func questionContent(_ question: String, width: Int) -> OverlayContent {
    let keys = StyledLine([
      Span("y", theme[.key]), Span(" yes   ", theme[.muted]), Span("n", theme[.key]),
      Span(" no", theme[.muted]),
    ])
    return OverlayContent(
      title: "Sure?",
      head: wrapped([Span(question, theme[.text])], width: max(1, width)).map { StyledLine($0) } + [
        StyledLine(), keys,
      ])
  }
}

extension Overlay {
  /// The columns that it takes where there is room.
  fileprivate var widest: Int {
    switch self {
    case .solution: 180
    case .diagnostics, .results: 100
    case .help, .palette, .exercises: 84
    case .prompt, .confirm: 66
    }
  }

  /// The rows that it takes at least, so that it does not change its size with every letter of a search.
  fileprivate var lowest: Int {
    switch self {
    case .palette, .exercises: 20
    default: 1
    }
  }
}

/// Draws what lies on top of the panes.
func drawOverlay(_ state: State, on grid: inout Grid) {
  guard let shown = state.shownOverlay else { return }
  let frame = shown.frame, content = shown.content
  // With a column of air at each side, so that its border and those below are not taken for one. Panes of which only
  // their outermost columns would be left are covered as a whole.
  let isWhole = frame.rect.x <= 2 && frame.rect.y <= 1 && frame.rect.maxY >= grid.height - 1
  grid.fill(
    isWhole
      ? Rect(x: 0, y: frame.rect.y, width: grid.width, height: frame.rect.height) : frame.rect.inset(dx: -1))
  if frame.isBordered {
    let rows = frame.text.height - content.head.count
    let note = position(of: shown.top, of: content.body.count, in: rows)
    grid.draw([Border(frame.rect, title: content.title, note: note, isFocused: true)], theme: state.theme)
  }
  let (head, body) = frame.text.split(top: content.head.count)
  let hidden = content.typed.map { max(0, min($0 + 1, content.head.count) - head.height) } ?? 0
  grid.put(content.head.dropFirst(hidden), in: head)
  grid.put(content.body.dropFirst(shown.top), in: body)
  guard let selected = content.selected, let lines = content.entries[safe: selected] else { return }
  let row = Rect(
    x: frame.content.x, y: body.y + lines.lowerBound - shown.top, width: frame.content.width, height: 1)
  // What is chosen looks chosen whatever its colors were.
  let style = state.theme[.selection]
  grid.restyle(row.intersection(frame.content)) { style.over($0) }
}
