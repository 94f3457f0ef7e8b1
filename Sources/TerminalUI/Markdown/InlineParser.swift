/// Reads running text: code, links, emphasis.
///
/// The algorithm is the one CommonMark describes in its appendix: runs of `*` and `_` and brackets are kept
/// as nodes among the finished ones until it is known what they mean.
struct InlineParser {
  enum Node {
    case done(Inline, depth: Int)
    case delimiter(Delimiter)
    case bracket(isImage: Bool, isActive: Bool)
  }

  private static let maximumDepth = 50

  private let input: [Character]
  private var position = 0
  private var nodes: [Node] = []
  private var text = ""

  static func parse(_ text: String) -> [Inline] {
    var parser = InlineParser(input: Array(text))
    return parser.parse()
  }

  private init(input: [Character]) { self.input = input }

  private var next: Character? { position < input.count ? input[position] : nil }

  private mutating func parse() -> [Inline] {
    while let character = next {
      switch character {
      case "\\": parseBackslash()
      case "`": parseCode()
      case "*", "_": parseDelimiters(character)
      case "[": parseBracket(isImage: false)
      case "!" where position + 1 < input.count && input[position + 1] == "[": parseBracket(isImage: true)
      case "]": closeBracket()
      case "<": parseAutolink()
      case "&": parseReference()
      case "\n": parseLineEnd()
      default:
        text.append(character)
        position += 1
      }
    }
    flushText()
    return InlineParser.inlines(Emphasis.resolve(nodes, maximumDepth: InlineParser.maximumDepth).nodes)
  }

  private mutating func flushText() {
    guard !text.isEmpty else { return }
    nodes.append(.done(.text(text), depth: 0))
    text = ""
  }

  private mutating func append(_ inline: Inline, depth: Int = 0) {
    flushText()
    nodes.append(.done(inline, depth: depth))
  }

  private mutating func parseBackslash() {
    position += 1
    if next == "\n" {
      append(.lineBreak)
      position += 1
    } else if let escaped = next, escaped.isASCII, escaped.isPunctuation || escaped.isSymbol {
      text.append(escaped)
      position += 1
    } else {
      text.append("\\")
    }
  }

  private mutating func parseLineEnd() {
    let spaces = text.reversed().prefix { $0 == " " }.count
    text.removeLast(spaces)
    position += 1
    if spaces >= 2 { append(.lineBreak) } else { text.append(" ") }
  }

  private func run(of character: Character, at start: Int) -> Int {
    input[start...].prefix { $0 == character }.count
  }

  private mutating func parseCode() {
    let count = run(of: "`", at: position)
    let start = position + count
    var end = start
    while end < input.count {
      guard input[end] == "`" else {
        end += 1
        continue
      }
      let length = run(of: "`", at: end)
      if length == count {
        var code = String(input[start..<end].map { $0 == "\n" ? " " : $0 })
        if code.first == " ", code.last == " ", code.contains(where: { $0 != " " }) {
          code = String(code.dropFirst().dropLast())
        }
        append(.code(code))
        position = end + count
        return
      }
      end += length
    }
    text.append(String(repeating: "`", count: count))
    position = start
  }

  private mutating func parseDelimiters(_ character: Character) {
    flushText()
    let count = run(of: character, at: position)
    let before = position > 0 ? input[position - 1] : " "
    let after = position + count < input.count ? input[position + count] : " "
    nodes.append(.delimiter(Delimiter(character, count: count, before: before, after: after)))
    position += count
  }

  private mutating func parseBracket(isImage: Bool) {
    flushText()
    nodes.append(.bracket(isImage: isImage, isActive: true))
    position += isImage ? 2 : 1
  }

  private mutating func closeBracket() {
    flushText()
    position += 1
    let opening = nodes.lastIndex { if case .bracket = $0 { true } else { false } }
    guard let opening, case .bracket(let isImage, let isActive) = nodes[opening] else {
      text.append("]")
      return
    }
    let inner = Emphasis.resolve(Array(nodes[(opening + 1)...]), maximumDepth: InlineParser.maximumDepth)
    var target = LinkTarget(input: input, position: position)
    guard isActive, inner.depth < InlineParser.maximumDepth, let destination = target.parse() else {
      nodes[opening] = .done(.text(isImage ? "![" : "["), depth: 0)
      text.append("]")
      return
    }
    position = target.position
    nodes.removeSubrange(opening...)
    let content = InlineParser.inlines(inner.nodes)
    append(
      isImage ? .image(content, source: destination) : .link(content, destination: destination),
      depth: inner.depth + 1)
    // Links contain no links.
    guard !isImage else { return }
    for index in nodes.indices {
      if case .bracket(false, _) = nodes[index] { nodes[index] = .bracket(isImage: false, isActive: false) }
    }
  }

  private mutating func parseAutolink() {
    if let end = input[position...].firstIndex(of: ">") {
      let content = String(input[(position + 1)..<end])
      let scheme = content.prefix { $0 != ":" }
      if scheme.count >= 2, scheme.count < content.count, scheme.first.map(\.isLetter) == true,
        !content.contains(where: { $0.isWhitespace || $0 == "<" })
      {
        append(.link([.text(content)], destination: content))
        position = end + 1
        return
      }
    }
    text.append("<")
    position += 1
  }

  private mutating func parseReference() {
    let body = input[(position + 1)...].prefix(10)
    if let end = body.firstIndex(of: ";"), let character = CharacterReference.decode(String(body[..<end])) {
      text.append(character)
      position = end + 1
    } else {
      text.append("&")
      position += 1
    }
  }

  /// Turns what is still undecided into text and joins neighboring texts.
  static func inlines(_ nodes: [Node]) -> [Inline] {
    var result: [Inline] = []
    for node in nodes {
      let inline: Inline =
        switch node {
        case .done(let inline, _): inline
        case .delimiter(let delimiter): .text(delimiter.text)
        case .bracket(let isImage, _): .text(isImage ? "![" : "[")
        }
      if case .text(let more) = inline, case .text(let before)? = result.last {
        result[result.count - 1] = .text(before + more)
      } else {
        result.append(inline)
      }
    }
    return result
  }
}

/// Character references: numbers and the names that occur in prose.
private enum CharacterReference {
  private static let names: [String: Character] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "times": "×",
    "ndash": "–", "mdash": "—", "hellip": "…", "plusmn": "±", "le": "≤", "ge": "≥", "micro": "µ",
  ]

  static func decode(_ name: String) -> Character? {
    guard name.first == "#" else { return names[name] }
    let digits = name.dropFirst()
    let value =
      digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap { $0 == 0 ? "\u{FFFD}" : Unicode.Scalar($0).map(Character.init) }
  }
}
