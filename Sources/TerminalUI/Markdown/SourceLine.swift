/// A line of the source, without the markers of the containers around it.
struct SourceLine {
  let text: String
  let number: Int
  /// Whether the line continues a paragraph although the markers of its container are missing.
  var isLazy = false

  init(_ text: String, number: Int, isLazy: Bool = false) {
    self.text = text
    self.number = number
    self.isLazy = isLazy
  }

  var isBlank: Bool { text.allSatisfy { $0 == " " || $0 == "\t" } }

  /// The columns of white space at the start; tabs reach to the next multiple of four.
  var indent: Int {
    var column = 0
    for character in text {
      if character == " " {
        column += 1
      } else if character == "\t" {
        column += 4 - column % 4
      } else {
        break
      }
    }
    return column
  }

  /// The text without white space at both ends.
  var trimmed: Substring { text.trimmingBlanks() }

  /// The line without white space of up to `columns` at its start; a tab cut in half leaves spaces.
  func dropping(indent columns: Int) -> SourceLine {
    var column = 0
    var rest = text[...]
    while column < columns, let first = rest.first, first == " " || first == "\t" {
      column += first == " " ? 1 : 4 - column % 4
      rest.removeFirst()
    }
    let spaces = String(repeating: " ", count: max(0, column - columns))
    return SourceLine(spaces + rest, number: number, isLazy: isLazy)
  }
}

extension StringProtocol {
  func trimmingBlanks() -> Substring {
    var rest = Substring(self)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}

/// What a line starts, seen alone.
extension SourceLine {
  /// The fence of a code block.
  struct Fence {
    let character: Character
    let count: Int
    let indent: Int
    let info: String
  }

  var fence: Fence? {
    guard indent < 4, let first = trimmed.first, first == "`" || first == "~" else { return nil }
    let count = trimmed.prefix { $0 == first }.count
    let info = trimmed.dropFirst(count).trimmingBlanks()
    guard count >= 3, first == "~" || !info.contains("`") else { return nil }
    return Fence(character: first, count: count, indent: indent, info: String(info))
  }

  func closes(_ fence: Fence) -> Bool {
    indent < 4 && trimmed.count >= fence.count && trimmed.allSatisfy { $0 == fence.character }
  }

  /// An ATX heading: its level and text.
  var heading: (level: Int, text: Substring)? {
    let level = trimmed.prefix { $0 == "#" }.count
    let rest = trimmed.dropFirst(level)
    guard indent < 4, (1...6).contains(level), rest.first.map(\.isWhitespace) ?? true else { return nil }
    var text = rest.trimmingBlanks()
    // A closing sequence of # counts only if white space stands before it.
    let closing = text.reversed().prefix { $0 == "#" }.count
    let before = text.dropLast(closing)
    if closing > 0, before.last.map(\.isWhitespace) ?? true { text = before.trimmingBlanks() }
    return (level, text)
  }

  var isRule: Bool {
    guard indent < 4, let first = trimmed.first, "*-_".contains(first) else { return false }
    let marks = trimmed.filter { !$0.isWhitespace }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  /// The level of the heading that this line makes of the paragraph before it.
  var underlineLevel: Int? {
    guard indent < 4, !isLazy, let first = trimmed.first, first == "=" || first == "-" else { return nil }
    return trimmed.allSatisfy { $0 == first } ? (first == "=" ? 1 : 2) : nil
  }

  var isQuote: Bool { indent < 4 && trimmed.first == ">" }
  var isComment: Bool { indent < 4 && trimmed.hasPrefix("<!--") }

  /// The line without the marker of a quote.
  var withoutQuoteMarker: SourceLine {
    let rest = trimmedStart.dropFirst()
    let line = SourceLine(String(rest), number: number)
    return rest.first == " " || rest.first == "\t" ? line.dropping(indent: 1) : line
  }

  var trimmedStart: Substring { text.drop { $0 == " " || $0 == "\t" } }

  /// The marker of a list item.
  struct Marker {
    /// What must agree for items to be of the same list: the bullet, or the character after the number.
    let kind: Character
    let start: Int?
    /// The columns that later lines of the item are indented by.
    let contentIndent: Int
    let firstLine: SourceLine
  }

  var marker: Marker? {
    guard indent < 4, !isRule, let first = trimmedStart.first else { return nil }
    let digits = trimmedStart.prefix { $0.isASCII && $0.isNumber }
    var kind = first
    var start: Int?
    var markerWidth = 1
    if digits.isEmpty {
      guard "-+*".contains(first) else { return nil }
    } else {
      guard digits.count <= 9, let delimiter = trimmedStart.dropFirst(digits.count).first,
        delimiter == "." || delimiter == ")"
      else { return nil }
      kind = delimiter
      start = Int(digits)
      markerWidth = digits.count + 1
    }
    let rest = SourceLine(String(trimmedStart.dropFirst(markerWidth)), number: number)
    guard rest.isBlank || rest.indent > 0 else { return nil }
    // Five columns and more are one column and indented code.
    let gap = rest.isBlank || rest.indent > 4 ? 1 : rest.indent
    return Marker(
      kind: kind, start: start, contentIndent: indent + markerWidth + gap,
      firstLine: rest.isBlank ? SourceLine("", number: number) : rest.dropping(indent: gap))
  }

  /// Whether the line ends a paragraph before it by starting something else.
  var interruptsParagraph: Bool {
    if fence != nil || heading != nil || isRule || isQuote || isComment { return true }
    guard let marker else { return false }
    return !marker.firstLine.isBlank && (marker.start ?? 1) == 1
  }
}
