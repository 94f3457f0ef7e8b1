import Engine

/// Phrases from rules: how the generated texts are written.
///
/// A rule has a name and several phrases. A phrase is text in which `{name}` stands for a phrase of that rule:
///
///     let grammar = Grammar(["sight": ["a {size} heron", "an otter"], "size": ["small", "gray"]])
///     grammar.expanded("we saw {sight}", using: &generator)     // "we saw a gray heron"
///
/// The phrases of a rule stand in the order of how often they are used: the first of n comes with probability
/// n^(-2/3), the last with about 2/3n. So each rule has common words and rare ones, as language does.
struct Grammar {
  private let rules: [String: [[Piece]]]

  /// Reads rules.
  ///
  /// - Precondition: no rule is empty, and each `{name}` in a phrase names one of the rules.
  init(_ rules: [String: [String]]) {
    self.rules = rules.mapValues { $0.map(pieces) }
    for (name, phrases) in self.rules {
      precondition(!phrases.isEmpty, "the rule '\(name)' has no phrase")
      for case .rule(let used) in phrases.joined() {
        precondition(rules[used] != nil, "the rule '\(name)' uses '\(used)', which is not there")
      }
    }
  }

  /// A phrase with each `{name}` written out.
  func expanded(_ phrase: String, using generator: inout SeededGenerator) -> String {
    var result = ""
    write(pieces(phrase), to: &result, using: &generator)
    return result
  }

  private func write(_ pieces: [Piece], to result: inout String, using generator: inout SeededGenerator) {
    for piece in pieces {
      switch piece {
      case .text(let text): result += text
      case .rule(let name):
        guard let phrases = rules[name] else { preconditionFailure("there is no rule '\(name)'") }
        let draw = generator.unit()
        let index = Int(draw * draw.squareRoot() * Double(phrases.count))
        write(phrases[min(index, phrases.count - 1)], to: &result, using: &generator)
      }
    }
  }
}

/// A part of a phrase.
private enum Piece {
  case text(String)
  case rule(String)
}

/// A phrase taken apart at its braces.
private func pieces(_ phrase: String) -> [Piece] {
  var result: [Piece] = []
  for (index, part) in phrase.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
    let halves = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
    precondition(halves.count == (index == 0 ? 1 : 2), "the braces of '\(phrase)' do not match")
    if index > 0 { result.append(.rule(String(halves[0]))) }
    if let text = halves.last, !text.isEmpty { result.append(.text(String(text))) }
  }
  return result
}
