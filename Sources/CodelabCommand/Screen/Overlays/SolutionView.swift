import TerminalUI

/// The learner's file and the solution: side by side where there is room, else one below the other.
extension State {
  func content(of comparison: Comparison, width: Int, top: Int) -> OverlayContent {
    let isWide = width >= 96
    let column = (width - 3) / 2
    let yours = "Your Exercise.swift", solution = "Solution"
    let head =
      isWide
      ? StyledLine([
        Span(fitted(yours, width: column), theme[.subheading]), Span(" \(theme.glyphs.vertical) "),
        Span(solution, theme[.subheading]),
      ])
      : StyledLine([Span("- \(yours)", theme[.bad]), Span("   "), Span("+ \(solution)", theme[.good])])
    let note = comparison.isEqual ? [StyledLine("Your file is the same as the solution.", theme[.good])] : []
    var body: [StyledLine] = []
    let rows = comparison.rows.map { row in
      let start = body.count
      body += isWide ? lines(of: row, column: column) : lines(of: row, width: width)
      return start..<body.count
    }
    return OverlayContent(title: "Solution", head: [head] + note, body: body, entries: rows, top: top)
  }

  /// A row side by side; what is too long goes on in the next line.
  private func lines(of row: Comparison.Row, column: Int) -> [StyledLine] {
    let isSame = if case .same = row { true } else { false }
    let (left, right): (String?, String?) =
      switch row {
      case .same(let text): (text, text)
      case .changed(let yours, let solution): (yours, solution)
      }
    let mark: Character = isSame ? theme.glyphs.vertical : left == nil ? ">" : right == nil ? "<" : "|"
    let cut = (left: pieces(left ?? "", width: column), right: pieces(right ?? "", width: column))
    return (0..<max(cut.left.count, cut.right.count)).map { index in
      StyledLine([
        Span(fitted(cut.left[safe: index] ?? "", width: column), theme[isSame ? .muted : .bad]),
        Span(" \(mark) ", theme[isSame ? .border : .accent]),
        Span(cut.right[safe: index] ?? "", theme[isSame ? .muted : .good]),
      ])
    }
  }

  /// The lines of a row one below the other, with the marks of `diff`.
  private func lines(of row: Comparison.Row, width: Int) -> [StyledLine] {
    func marked(_ mark: String, _ text: String, _ role: Role) -> [StyledLine] {
      pieces(text, width: width - 2).enumerated().map { index, piece in
        StyledLine((index == 0 ? mark : " ") + " " + piece, theme[role])
      }
    }
    return switch row {
    case .same(let text): marked(" ", text, .muted)
    case .changed(let yours, let solution):
      (yours.map { marked("-", $0, .bad) } ?? []) + (solution.map { marked("+", $0, .good) } ?? [])
    }
  }

  /// A line of code in pieces of at most some width, broken at spaces where it can; later ones are indented further.
  private func pieces(_ text: String, width: Int) -> [String] {
    let text = sanitized(text)
    let indent = min(text.prefix { $0 == " " }.count, max(0, width / 2 - 2))
    let lines = wrapped(String(text.drop { $0 == " " }), width: max(1, width - indent - 2))
    return lines.enumerated().map { index, line in
      String(repeating: " ", count: index == 0 ? indent : indent + 2) + line
    }
  }
}
