import Foundation
import Testing

@testable import LessonKit

/// The reader of the simplest documents against the reader of all.
@Suite struct YAMLValueTests {
  /// Documents of lines that nearly are of the simplest kind, made of pieces that mean something to YAML.
  @Test func agreesWithTheReaderOfAllYAML() throws {
    let keys = [
      "id: ", "check: ", "level:  ", "0-a: ", "-a: ", " b: ", "c:", "d :", "", "? ", "---\n", "[a]: ",
      "  e: ",
      "  f: ", "k:\n  l: ", "limits: { run: ",
    ]
    let values = [
      "word", "two words", "0.5", "50 KB", "true", "~", "-", "- ", "[", "]", ", ", ",", ":", ": ", "#", " #",
      "'",
      "\"", "{", "}", "&a ", "*a", "!t ", "|", ">", "%", "?", "é", "\t", "\r", " ", "  ", "\n ", "[a, b c]",
      "[]",
      "[a,b]", "[ a]", "{ a: 1, b: [2, 3] }", "{ a: 1, a: 2 }", "{ a: }", "{ a: { b: 1 } }", "{}", "1 }",
      "1, b: 2 }", "{ a: 1 ,b: 2}", "[[a], b]", "[a, ]", "{ a: b c, d }",
    ]
    let ends = ["\n", "\n", "\n", "\n\n", "\r\n", " \n", ""]
    var state: UInt64 = 7
    func pick(_ pieces: [String]) -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return pieces[Int(state >> 33) % pieces.count]
    }
    var count = 0
    for _ in 0..<8_000 {
      let lines = (0..<(pick(["1", "2", "3"]).utf8.first! - 48)).map { _ in
        pick(keys) + pick(values) + pick(["", "", pick(values)]) + pick(ends)
      }
      guard let simple = YAMLValue.simple(lines.joined()) else { continue }
      count += 1
      #expect(simple == (try YAMLValue.compose(lines.joined())), "\(lines.joined().debugDescription)")
    }
    // Often enough to mean something.
    #expect(count > 100)
  }

  @Test func readsWhatLessonsSay() throws {
    let text = "id: error-bound\n\nlevel: 2\nquestion: How many KB, of 50 KB?\nchecks: [ends, the middle]\n"
    let value = try #require(YAMLValue.simple(text))
    #expect(value == (try YAMLValue.compose(text)))
    #expect(value.mapping?.map { $0.key.line } == [1, 3, 4, 5])
    #expect(value.mapping?.last?.value.list?.map(\.text) == ["ends", "the middle"])
    let nested =
      "budget: { size: 50 KB, latency: 1 ms }\nknobs:\n  bits: { values: [2, 4], default: 4 }\n  rows: [1]\nid: a"
    let settings = try #require(YAMLValue.simple(nested))
    #expect(settings == (try YAMLValue.compose(nested)))
    #expect(settings.mapping?[1].value.mapping?.map { $0.key.line } == [3, 4])
    for text in [
      "", "id:", "id: 'a'", "id: a\nid: b", "a: b: c", " id: a", "id: [a, [b]]", "id: a\n b", "a:\nb: 1",
      "a:\n    b: 1\n  c: 1",
    ] {
      #expect(YAMLValue.simple(text) == nil, "\(text)")
    }
  }

  @Test func linesAreThoseOfCharacters() {
    for text in ["", "\n", "a\nb", "a\r\nb\n", "a\u{2028}b\n\n", "a\u{85}b", "e\n\u{301}", "\u{B}\u{C}x\r"] {
      let expected = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(
        String.init)
      #expect(text.lines == expected, "\(text.debugDescription)")
    }
  }
}
