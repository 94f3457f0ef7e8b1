import Testing

@testable import TerminalUI

@Suite struct MarkdownViewTests {
  static let source = """
    # Choose the bits
    Every weight is a *32-bit* float. Your `quantize` stores it in **fewer bits**, see [the book](http://b).

    ```swift
    // Affine
    func quantize(_ w: [Float], bits: Int) -> String {
      let scale = 0.5 /* a
      comment */ * Float(1 << (bits - 1))
      return "w\\(scale)" + #"raw "x" "#
    }
    ```
    - a long first item that wraps
      1. nested
      2. again
    - 漢字

    > quoted `code` text

    | bits | size |
    |-----:|:----:|
    | 8 | 36.3 KB |

    ---
    """

  @Test(arguments: Look.allCases)
  func looks(look: Look) throws {
    let lines = render(Markdown.parse(Self.source), width: 36, theme: look.theme)
    var grid = Grid(width: 38, height: lines.count)
    grid.put(lines, in: Rect(x: 1, y: 0, width: 36, height: lines.count))
    try expectSnapshot("markdown-\(look)", grid)
  }

  @Test func codeAndTablesScrollAndTextDoesNot() {
    let lines = render(Markdown.parse(Self.source), width: 12, theme: Theme())
    #expect(lines.allSatisfy { $0.scrolls || $0.width <= 12 })
    #expect(lines.contains { $0.scrolls && $0.width > 12 })
    var grid = Grid(width: 8, height: 1)
    grid.put(StyledLine([Span("0123456789")], scrolls: true), x: 2, y: 0, width: 4, offset: 3)
    #expect(text(of: grid) == "  3456")
    grid.put(StyledLine([Span("0123456789")], scrolls: true, cutMark: ">"), x: 2, y: 0, width: 4, offset: 3)
    #expect(text(of: grid) == "  345>")
    grid.put(StyledLine([Span("0123456789")], scrolls: true, cutMark: ">"), x: 2, y: 0, width: 4, offset: 6)
    #expect(text(of: grid) == "  6789")
  }

  @Test func aShortPieceOfCodeIsNotBroken() {
    let lines = render(
      Markdown.parse("A row is empty with the chance `1 - 1 / rows`."), width: 36, theme: Theme())
    #expect(lines.map(\.text) == ["A row is empty with the chance", "1 - 1 / rows."])
    // What takes more than half a line is.
    let long = render(
      Markdown.parse("Call `first(of: a, and: b, with: c, for: d)` once."), width: 36, theme: Theme())
    #expect(long[0].text.hasPrefix("Call first(of: a,"))
  }

  @Test func scrollPositionSurvivesAnotherWidth() {
    let blocks = Markdown.parse(Self.source)
    let narrow = render(blocks, width: 20, theme: Theme())
    let wide = render(blocks, width: 90, theme: Theme())
    for index in narrow.indices {
      let position = narrow.position(ofLine: index)
      #expect(narrow.line(at: position) == index)
      #expect(wide[wide.line(at: position)].block == narrow[index].block)
    }
    #expect([StyledLine]().line(at: ScrollPosition(block: 3, line: 2)) == 0)
    #expect(wide.line(at: ScrollPosition(block: 99)) == wide.count - 1)
  }

  @Test func linesOfTheApplicationKeepTheirPlace() {
    let blocks: [DocumentBlock] =
      [.lines([StyledLine("task"), StyledLine("box")])] + Markdown.parse("text").map(DocumentBlock.markdown)
    let lines = render(blocks, width: 10, theme: Theme())
    #expect(lines.map(\.text) == ["task", "box", "", "text"])
    #expect(lines.map(\.block) == [0, 0, 0, 1])
  }

  @Test func escapesInALessonNeverReachACell() {
    let lines = render(
      Markdown.parse("a\u{1B}[31mb\n\n```\nx\u{1B}]0;t\u{7}y\tz\n```\n"), width: 20, theme: Theme())
    #expect(lines.map(\.text) == ["ab", "", " xy  z"])
  }

  @Test func highlighting() {
    let line = [
      "let x: Int = 0x1F + 1.5 // \"no\"", "a.self.init(\"\\\"q\") 0...5 @State #if _x \"\"\"", "in text",
      "\"\"\" for",
    ]
    let theme = Theme()
    let roles = SwiftHighlighter.highlight(line, theme: theme).map { spans in
      spans.filter { $0.text.contains { !$0.isWhitespace } && $0.style != theme[.code] }
        .map { span in
          let role = Role.allCases.first { theme[$0] == span.style }
          return "\(span.text):\(role.map { "\($0)" } ?? "?")"
        }.joined(separator: " ")
    }
    #expect(
      roles == [
        "let:codeKeyword Int:codeType 0x1F:codeNumber 1.5:codeNumber // \"no\":codeComment",
        "self:codeKeyword init:codeKeyword \"\\\"q\":codeString 0:codeNumber 5:codeNumber @State:codeKeyword "
          + "#if:codeKeyword \"\"\":codeString",
        "in text:codeString", "\"\"\":codeString for:codeKeyword",
      ])
  }
}
