/// One line of text being typed.
struct TextField: Equatable, Sendable {
  /// What was typed so far.
  var text = ""

  /// Longer answers, names and searches are not needed.
  private static let capacity = 60

  /// Takes a key in.
  ///
  /// - Returns: Whether the key has a meaning for the text.
  mutating func take(_ key: Key) -> Bool {
    switch key {
    case .character(let character):
      if text.count < Self.capacity { text.append(character) }
    case .backspace:
      if !text.isEmpty { text.removeLast() }
    case .control("u"):
      text = ""
    case .control("w"):
      while text.last == " " { text.removeLast() }
      while let last = text.last, last != " " { text.removeLast() }
    default:
      return false
    }
    return true
  }
}
