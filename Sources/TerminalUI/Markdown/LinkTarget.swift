/// The part of an inline link after its text: `(destination "title")`.
struct LinkTarget {
  let input: [Character]
  private(set) var position: Int

  init(input: [Character], position: Int) {
    self.input = input
    self.position = position
  }

  private var next: Character? { position < input.count ? input[position] : nil }

  /// The destination, or nil if this is no link.
  ///
  /// Afterwards `position` is behind the closing parenthesis.
  mutating func parse() -> String? {
    guard take("(") else { return nil }
    skipSpace()
    guard let destination = next == "<" ? bracketed() : bare() else { return nil }
    let before = position
    skipSpace()
    if let quote = next, quote == "\"" || quote == "'" || quote == "(" {
      guard position > before, skipTitle(until: quote == "(" ? ")" : quote) else { return nil }
      skipSpace()
    }
    return take(")") ? destination : nil
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let character = next, character.isWhitespace { position += 1 }
  }

  private mutating func unescaped() -> Character? {
    guard let character = next else { return nil }
    position += 1
    guard character == "\\", let escaped = next, escaped.isASCII, escaped.isPunctuation || escaped.isSymbol
    else { return character }
    position += 1
    return escaped
  }

  private mutating func bracketed() -> String? {
    position += 1
    var result = ""
    while let character = next, character != "\n", character != "<" {
      if take(">") { return result }
      result.append(unescaped() ?? character)
    }
    return nil
  }

  private mutating func bare() -> String? {
    var result = ""
    var open = 0
    while let character = next, !character.isWhitespace {
      if character == ")" {
        if open == 0 { break }
        open -= 1
      }
      if character == "(" { open += 1 }
      result.append(unescaped() ?? character)
    }
    return open == 0 ? result : nil
  }

  private mutating func skipTitle(until end: Character) -> Bool {
    position += 1
    while let character = next {
      if character == end {
        position += 1
        return true
      }
      _ = unescaped()
    }
    return false
  }
}
