/// Breaks a text into lines of at most `width` columns, at spaces where it can.
///
/// Line ends in the text break too. A word longer than a line is cut. A width below 1 counts as 1.
public func wrapped(_ text: String, width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
    wrapped([Span(String(line))], width: width).map { $0.map(\.text).joined() }
  }
}

/// Breaks styled text into lines of at most `width` columns, at spaces where it can.
///
/// Runs of spaces count as one break and disappear at it. Wide characters may be broken between, too, but not before a
/// mark that closes what is before it.
public func wrapped(_ spans: [Span], width limit: Int) -> [[Span]] {
  let limit = max(1, limit)
  var lines: [[Cell]] = []
  var line: [Cell] = []
  var lineWidth = 0
  var word: [Cell] = []
  var wordWidth = 0
  var gap: [Cell] = []

  func flushWord() {
    guard !word.isEmpty else { return }
    if lineWidth > 0, lineWidth + gap.count + wordWidth > limit {
      lines.append(line)
      line = []
      lineWidth = 0
    } else {
      line += gap
      lineWidth += gap.count
    }
    gap = []
    for cell in word {
      if lineWidth > 0, lineWidth + cell.width > limit {
        lines.append(line)
        line = []
        lineWidth = 0
      }
      line.append(cell)
      lineWidth += cell.width
    }
    word = []
    wordWidth = 0
  }

  for span in spans {
    for cell in Cell.cells(of: span.text, style: span.style) {
      if cell.text == " " {
        flushWord()
        // Spaces at the start of a line are kept only if they indent the text.
        if lineWidth > 0 || lines.isEmpty { gap.append(cell) }
      } else {
        let isBreak = cell.width == 2 || word.last?.width == 2
        if isBreak, !closingMarks.contains(cell.text) { flushWord() }
        word.append(cell)
        wordWidth += cell.width
      }
    }
  }
  flushWord()
  if !line.isEmpty || lines.isEmpty { lines.append(line) }
  return lines.map(spans(joining:))
}

/// Marks that belong to the character before them, so that no line starts with one.
private let closingMarks: Set<String> = [
  "、", "。", "，", "．", "！", "？", "：", "；", "）", "」", "』", "】", "〉", "》", ",", ".", "!", "?", ":", ";", ")",
  "]",
]

/// Merges neighbors of the same style.
func spans(joining cells: [Cell]) -> [Span] {
  var result: [Span] = []
  for cell in cells {
    if let last = result.last, last.style == cell.style {
      result[result.count - 1].text += cell.text
    } else {
      result.append(Span(cell.text, cell.style))
    }
  }
  return result
}

/// Shortens a text to at most `width` columns; what is cut shows as `ellipsis`.
public func truncated(_ text: String, width limit: Int, ellipsis: String = "…") -> String {
  guard width(of: text) > limit else { return text }
  let room = limit - width(of: ellipsis)
  guard room >= 0 else { return prefix(of: ellipsis, width: limit) }
  return prefix(of: text, width: room) + ellipsis
}

/// A text in a field of a fixed width: cut with an ellipsis or padded with spaces.
public func fitted(
  _ text: String, width limit: Int, alignment: TextAlignment = .left, ellipsis: String = "…"
) -> String {
  let cut = truncated(text, width: limit, ellipsis: ellipsis)
  let missing = max(0, limit - width(of: cut))
  let before =
    switch alignment {
    case .left: 0
    case .center: missing / 2
    case .right: missing
    }
  return String(repeating: " ", count: before) + cut + String(repeating: " ", count: missing - before)
}

/// Where a text stands in a field wider than it.
public enum TextAlignment: Hashable, Sendable {
  /// At the start.
  case left
  /// In the middle.
  case center
  /// At the end.
  case right
}

private func prefix(of text: String, width limit: Int) -> String {
  var result = String.UnicodeScalarView()
  var used = 0
  for scalar in text.unicodeScalars {
    used += displayWidth(of: scalar)
    guard used <= limit else { break }
    result.append(scalar)
  }
  return String(result)
}
