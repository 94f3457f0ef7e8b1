import Testing

@testable import TerminalUI

/// Cases in the spirit of the examples of CommonMark 0.31; the expected side is a compact notation.
@Suite struct MarkdownTests {
  @Test(arguments: [
    // Headings and rules.
    ("# foo #", "h1(foo)"), ("####### foo", "p(####### foo)"), ("#5 bolt", "p(#5 bolt)"), ("## ", "h2()"),
    ("# foo#", "h1(foo#)"), ("Foo\nbar\n===", "h1(Foo bar)"), ("Foo\n---\nbar", "h2(Foo) p(bar)"),
    ("***\n---\n_ _ _", "hr hr hr"), ("+++", "p(+++)"), ("- foo\n***\n- bar", "ul(li(foo)) hr ul(li(bar))"),
    ("    # foo", "code[]{# foo\n}"), ("---", "hr"),
    // Code.
    ("```swift x=1\na\n\n  b\n```", "code[swift x=1]{a\n\n  b\n}"), ("~~~\na\n```\n~~~", "code[]{a\n```\n}"),
    ("```\naaa", "code[]{aaa\n}"), ("````\na\n```\n````", "code[]{a\n```\n}"),
    ("  ```\n  a\n b\n  ```", "code[]{a\nb\n}"),
    ("``` a`b\nx", "p(``` a`b x)"), ("    a\n\n    b\n\nc", "code[]{a\n\nb\n} p(c)"),
    ("foo\n    bar", "p(foo bar)"),
    ("> ```\n> a\n\nb", "quote(code[]{a\n}) p(b)"),
    // Quotes.
    ("> a\n> b", "quote(p(a b))"), ("> a\nb", "quote(p(a b))"), ("> a\n---", "quote(p(a)) hr"),
    ("> a\n\n> b", "quote(p(a)) quote(p(b))"), (">a\n>> b", "quote(p(a) quote(p(b)))"),
    ("> - a\nb", "quote(ul(li(a b)))"), ("> a\n===", "quote(p(a ===))"),
    // Lists.
    ("- a\n- b", "ul(li(a) li(b))"), ("- a\n\n- b", "ul(li(p(a)) li(p(b)))"),
    ("- a\n+ b", "ul(li(a)) ul(li(b))"),
    ("3. a\n4. b", "ol3(li(a) li(b))"), ("1) a\n2. b", "ol1(li(a)) ol2(li(b))"),
    ("- a\n  - b\n    - c", "ul(li(a ul(li(b ul(li(c))))))"),
    ("- a\n\n  b", "ul(li(p(a) p(b)))"), ("- a\nb", "ul(li(a b))"), ("text\n14. x", "p(text 14. x)"),
    ("text\n1. x", "p(text) ol1(li(x))"), ("-a", "p(-a)"), ("-\n  a", "ul(li(a))"),
    ("-\n\n  a", "ul(li()) p(a)"),
    ("- a\n\n\n  b\n- c", "ul(li(p(a) p(b)) li(p(c)))"),
    ("1. a\n\n       code", "ol1(li(p(a) code[]{code\n}))"),
    ("- ```\n  x\n  ```\n- b", "ul(li(code[]{x\n}) li(b))"),
    ("- a\n  > q\n- b", "ul(li(a quote(p(q))) li(b))"),
    ("* a\n\nb", "ul(li(a)) p(b)"), ("1234567890. a", "p(1234567890. a)"),
    // Tables and comments.
    ("| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 |", "table<>(a,b;1,2;3,)"),
    ("a | b\n--|:-:\n`x\\|y` | z", "table<^(a,b;`x|y`,z)"),
    ("| a |\n| b |", "p(| a | | b |)"), ("<!-- x\ny -->\na", "p(a)"), ("a\n\n\nb", "p(a) p(b)"), ("", ""),
    ("\r\na\r\nb", "p(a b)"),
  ])
  func blocks(source: String, expected: String) {
    #expect(Markdown.parse(source).map(notation).joined(separator: " ") == expected)
  }

  @Test(arguments: [
    ("*a* **b** ***c***", "*{a} **{b} *{**{c}}"), ("a * b * c", "a * b * c"),
    ("snake_case_name", "snake_case_name"),
    ("_a_ __b__", "*{a} **{b}"), ("**a*", "**{a}"),
    ("*a **b** c*", "*{a **{b} c}"), ("**foo*bar**", "**{foo*bar}"), ("*foo**bar*", "*{foo**bar}"),
    ("5*6*7", "5*{6}7"),
    ("a*\"b\"*", "a*\"b\"*"), ("`a` ``b`c`` `` ` ``", "`a` `b`c` ```"), ("`a", "`a"), ("`*a*`", "`*a*`"),
    ("*a `*`*", "*{a `*`}"), ("\\*a\\*", "*a*"), ("a\\\nb", "a↵b"), ("a  \nb", "a↵b"), ("a\nb", "a b"),
    ("\\a", "\\a"),
    ("[a](b)", "[a](b)"), ("[*a*](<b c> \"t\")", "[*{a}](b c)"), ("[a]", "[a]"), ("[a](b c)", "[a](b c)"),
    ("[a](b(c)d)", "[a](b(c)d)"), ("![x](y)", "![x](y)"), ("[[a](b)](c)", "[[a](b)](c)"),
    ("*[a*](b)", "*[a*](b)"),
    ("<http://a.b>", "[http://a.b](http://a.b)"), ("a < b > c", "a < b > c"),
    ("&amp;&#65;&#x42;&foo;&", "&AB&foo;&"),
    ("]", "]"), ("![", "!["), ("2 < 3 && x", "2 < 3 && x"),
  ])
  func inlines(source: String, expected: String) {
    #expect(Markdown.parseInlines(source).map(notation).joined() == expected)
  }

  @Test func lineNumbersPointIntoTheSource() {
    let blocks = Markdown.parse("# a\n\ntext\n\n```task\nx\n```\n> q\n> - i\n", firstLine: 10)
    #expect(blocks.map(\.line) == [10, 12, 14, 17])
    guard case .quote(let inner) = blocks[3].kind else {
      Issue.record("the last block is a quote")
      return
    }
    #expect(inner.map(\.line) == [17, 18])
  }

  @Test(arguments: ["> ", "- ", "[", "*a ", "![", "**", "`", "1. ", "_a_", "](", "|-"])
  func deepNestingIsHarmless(piece: String) {
    let source = String(repeating: piece, count: 3000)
    let blocks = Markdown.parse(source)
    #expect(!blocks.isEmpty)
    #expect(render(blocks, width: 40, theme: Theme()).allSatisfy { $0.block < blocks.count })
  }

  @Test func anyTextIsADocument() {
    var random = SplitMix(state: 3)
    let pieces = [
      "```", "~~~", "> ", "- ", "1. ", "\n", "\n\n", "    ", "\t", "*", "_", "[a](", ")", "|", "---", "#",
      "`", "x", "<!--", "\\", "漢", "&",
    ]
    for _ in 0..<500 {
      let source = (0..<40).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      let lines = render(Markdown.parse(source), width: 20, theme: Theme())
      for line in lines where !line.scrolls && line.width > 20 {
        // Only containers nested deeper than the width allows may reach beyond it.
        #expect(line.text.hasPrefix(" ") || line.text.first.map { "•◦▪▎0123456789".contains($0) } == true)
      }
    }
  }

  private func notation(_ block: MarkdownBlock) -> String {
    switch block.kind {
    case .heading(let level, let inlines): "h\(level)(\(notation(inlines)))"
    case .paragraph(let inlines): "p(\(notation(inlines)))"
    case .code(let info, let body): "code[\(info)]{\(body)}"
    case .quote(let blocks): "quote(\(blocks.map(notation).joined(separator: " ")))"
    case .rule: "hr"
    case .list(let list):
      (list.start.map { "ol\($0)" } ?? "ul") + "("
        + list.items.map { item in
          // In a tight list, paragraphs stand without their mark.
          let blocks = item.map { block in
            if list.isTight, case .paragraph(let inlines) = block.kind { return notation(inlines) }
            return notation(block)
          }
          return "li(\(blocks.joined(separator: " ")))"
        }.joined(separator: " ") + ")"
    case .table(let table):
      "table" + table.alignments.map { ["<", "^", ">"][$0 == .left ? 0 : $0 == .center ? 1 : 2] }.joined()
        + "("
        + ([table.header] + table.rows).map { $0.map(notation).joined(separator: ",") }.joined(separator: ";")
        + ")"
    }
  }

  private func notation(_ inlines: [Inline]) -> String { inlines.map(notation).joined() }

  private func notation(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): text
    case .code(let code): "`\(code)`"
    case .emphasis(let inner): "*{\(notation(inner))}"
    case .strong(let inner): "**{\(notation(inner))}"
    case .link(let inner, let destination): "[\(notation(inner))](\(destination))"
    case .image(let inner, let source): "![\(notation(inner))](\(source))"
    case .lineBreak: "↵"
    }
  }
}
