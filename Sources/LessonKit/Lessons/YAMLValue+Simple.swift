/// The simplest documents: `key: some words`, `key: [words, more words]`, `key: { key: words }`, and such lines
/// indented below a `key:`.
///
/// Nearly all of the dozens of documents in a lesson are of this kind, and the screen waits for them at its start:
/// the reader of all YAML would take many times as long.
extension YAMLValue {
  /// Reads a document if it is of the simplest kind; nil for every other.
  static func simple(_ text: String) -> YAMLValue? {
    var lines: [Line] = []
    for (index, bytes) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated() where !bytes.isEmpty
    {
      let words = bytes.withoutLeadingSpaces
      lines.append(Line(number: index + 1, indent: bytes.count - words.count, bytes: words))
    }
    var rest = lines[...]
    let value = block(&rest, indent: 0)
    return rest.isEmpty ? value : nil
  }

  /// A line that is not empty, without the spaces in front.
  private struct Line {
    var number: Int
    var indent: Int
    var bytes: Substring.UTF8View
  }

  /// Takes the lines of one indentation, and those below them that belong to them.
  private static func block(_ rest: inout ArraySlice<Line>, indent: Int) -> YAMLValue? {
    var entries: [Entry] = []
    while let line = rest.first, line.indent == indent {
      rest.removeFirst()
      guard let (key, after) = key(of: line.bytes, line: line.number, notIn: entries) else { return nil }
      if after.isEmpty {
        guard let next = rest.first, (indent + 1...8).contains(next.indent),
          let inner = block(&rest, indent: next.indent)
        else { return nil }
        entries.append(Entry(key: key, value: inner))
      } else {
        guard let content = content(after, line: line.number, in: { _ in true }) else { return nil }
        entries.append(Entry(key: key, value: YAMLValue(content: content, line: line.number)))
      }
    }
    return entries.first.map { YAMLValue(content: .mapping(entries), line: $0.key.line) }
  }

  /// A key and what stands behind its colon; nil for a key that is there already, or not a word.
  private static func key(
    of bytes: Substring.UTF8View, line: Int, notIn entries: [Entry]
  ) -> (key: YAMLValue, after: Substring.UTF8View)? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let after = bytes[colon...].dropFirst()
    guard after.isEmpty || after.first == UInt8(ascii: " "),
      let text = text(bytes[..<colon], where: { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }),
      text.utf8.count < 100, !entries.contains(where: { $0.key.text == text })
    else { return nil }
    return (YAMLValue(content: .text(text), line: line), after.withoutLeadingSpaces)
  }

  /// A text, a list of texts, or a mapping to texts and lists.
  private static func content(
    _ bytes: Substring.UTF8View, line: Int, in isAllowed: (UInt8) -> Bool
  ) -> Content? {
    switch (bytes.first, bytes.last) {
    case (UInt8(ascii: "["), UInt8(ascii: "]")):
      guard let items = items(of: bytes) else { return nil }
      let list = items.compactMap { text($0, where: isPlainInside) }
      guard list.count == items.count else { return nil }
      return .list(list.map { YAMLValue(content: .text($0), line: line) })
    case (UInt8(ascii: "{"), UInt8(ascii: "}")):
      guard let items = items(of: bytes) else { return nil }
      var entries: [Entry] = []
      for item in items {
        guard let (key, after) = key(of: item, line: line, notIn: entries),
          after.first != UInt8(ascii: "{"), let inner = content(after, line: line, in: isPlainInside)
        else { return nil }
        entries.append(Entry(key: key, value: YAMLValue(content: inner, line: line)))
      }
      return .mapping(entries)
    default:
      return text(bytes, where: isAllowed).map(Content.text)
    }
  }

  /// What stands between the brackets of a list or mapping, cut at the commas that are in no further brackets.
  private static func items(of bytes: Substring.UTF8View) -> [Substring.UTF8View]? {
    let inside = bytes.dropFirst().dropLast()
    if inside.allSatisfy({ $0 == UInt8(ascii: " ") }) { return inside.isEmpty ? [] : nil }
    var items: [Substring.UTF8View] = []
    var start = inside.startIndex
    var depth = 0
    for index in inside.indices {
      switch inside[index] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        items.append(inside[start..<index])
        start = inside.index(after: index)
      default: break
      }
    }
    guard depth == 0 else { return nil }
    items.append(inside[start...])
    return items.map { $0.withoutLeadingSpaces.withoutTrailingSpaces }
  }

  /// A text without quotes: it begins with a letter or a digit, and nothing in it has a meaning to YAML.
  private static func text(
    _ bytes: Substring.UTF8View, where isAllowed: (UInt8) -> Bool
  ) -> String? {
    guard let first = bytes.first, isLetterOrDigit(first), bytes.last != UInt8(ascii: " "),
      bytes.allSatisfy({ isPlain($0) && isAllowed($0) })
    else { return nil }
    return String(Substring(bytes))
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: ":") && byte != UInt8(ascii: "#")
  }

  /// Whether a byte has no meaning in a list or a mapping.
  private static func isPlainInside(_ byte: UInt8) -> Bool { !"[]{},".utf8.contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

extension Substring.UTF8View {
  fileprivate var withoutLeadingSpaces: Substring.UTF8View { drop { $0 == UInt8(ascii: " ") } }

  fileprivate var withoutTrailingSpaces: Substring.UTF8View {
    var rest = self
    while rest.last == UInt8(ascii: " ") { rest = rest.dropLast() }
    return rest
  }
}
