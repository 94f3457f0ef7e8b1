/// A run of `*` or `_`.
struct Delimiter {
  let character: Character
  let original: Int
  var count: Int
  let canOpen: Bool
  let canClose: Bool

  var text: String { String(repeating: character, count: count) }

  init(_ character: Character, count: Int, before: Character, after: Character) {
    self.character = character
    self.count = count
    original = count
    let isMark: (Character) -> Bool = { $0.isPunctuation || $0.isSymbol }
    let leftFlanking =
      !after.isWhitespace && (!isMark(after) || before.isWhitespace || isMark(before))
    let rightFlanking =
      !before.isWhitespace && (!isMark(before) || after.isWhitespace || isMark(after))
    if character == "*" {
      canOpen = leftFlanking
      canClose = rightFlanking
    } else {
      canOpen = leftFlanking && (!rightFlanking || isMark(before))
      canClose = rightFlanking && (!leftFlanking || isMark(after))
    }
  }

  /// Whether this run opens emphasis that the other closes (rules 9 and 10 of CommonMark, 6.2).
  func opens(_ closer: Delimiter) -> Bool {
    guard canOpen, character == closer.character else { return false }
    guard canClose || closer.canOpen, (original + closer.original) % 3 == 0 else { return true }
    return original % 3 == 0 && closer.original % 3 == 0
  }
}

/// Pairs the runs of `*` and `_`.
enum Emphasis {
  /// The nodes with all pairs replaced by emphasis, and how deep they nest.
  static func resolve(_ input: [InlineParser.Node], maximumDepth: Int) -> (
    nodes: [InlineParser.Node], depth: Int
  ) {
    var nodes = input
    var index = 0
    while index < nodes.count {
      guard case .delimiter(var closer) = nodes[index], closer.canClose,
        let opening = opener(of: closer, in: nodes[..<index]),
        case .delimiter(var opener) = nodes[opening]
      else {
        index += 1
        continue
      }
      let inner = Array(nodes[(opening + 1)..<index])
      let depth = depth(of: inner) + 1
      guard depth <= maximumDepth else {
        index += 1
        continue
      }
      let used = min(opener.count, closer.count, 2)
      let content = InlineParser.inlines(inner)
      opener.count -= used
      closer.count -= used
      var replacement: [InlineParser.Node] = opener.count > 0 ? [.delimiter(opener)] : []
      replacement.append(.done(used == 2 ? .strong(content) : .emphasis(content), depth: depth))
      let next = opening + replacement.count
      if closer.count > 0 { replacement.append(.delimiter(closer)) }
      nodes.replaceSubrange(opening...index, with: replacement)
      index = next
    }
    return (nodes, depth(of: nodes))
  }

  private static func opener(of closer: Delimiter, in nodes: ArraySlice<InlineParser.Node>) -> Int? {
    nodes.lastIndex { node in
      if case .delimiter(let delimiter) = node { delimiter.opens(closer) } else { false }
    }
  }

  private static func depth(of nodes: [InlineParser.Node]) -> Int {
    nodes.reduce(0) { depth, node in
      if case .done(_, let inner) = node { max(depth, inner) } else { depth }
    }
  }
}
