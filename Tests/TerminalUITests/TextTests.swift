import Testing

@testable import TerminalUI

@Suite struct TextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("ｶﾅ", 2), ("ＡＢ", 4), ("한국", 4), ("\u{1100}\u{1161}", 2),
    ("─│┌", 3), ("⣿█▏", 3), ("🙂", 2), ("👩\u{200D}🔬", 4), ("❤\u{FE0F}", 1), ("a\u{0}b\u{1B}", 2),
    ("\u{AD}", 0),
    ("é", 1), ("Ω±µ", 3), ("\u{200B}\u{FEFF}", 0), ("、", 2),
  ])
  func widths(text: String, expected: Int) { #expect(width(of: text) == expected) }

  @Test func wideRangesAreSortedAndDisjoint() {
    #expect(zip(wideRanges, wideRanges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
  }

  @Test(arguments: [
    ("the quick brown fox", 10, ["the quick", "brown fox"]),
    ("the quick brown fox", 100, ["the quick brown fox"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("a abcdefghij", 4, ["a", "abcd", "efgh", "ij"]),
    ("漢字漢字", 5, ["漢字", "漢字"]),
    ("one\ntwo", 10, ["one", "two"]),
    ("", 5, [""]),
    ("a   b", 5, ["a   b"]),
    ("aaa   bbb", 4, ["aaa", "bbb"]),
    ("abc", 0, ["a", "b", "c"]),
  ])
  func wrapping(text: String, limit: Int, expected: [String]) {
    #expect(wrapped(text, width: limit) == expected)
  }

  @Test func wrappedLinesFit() {
    let text = "Every weight 漢字かな of the network is a_very_long_identifier_without_spaces e\u{301}e\u{301}."
    for limit in 2...40 {
      let lines = wrapped([Span(text, .plain), Span(" bold tail", Style(.standard, .bold))], width: limit)
      for line in lines { #expect(line.reduce(0) { $0 + width(of: $1.text) } <= limit) }
      let kept = lines.joined().map(\.text).joined().filter { $0 != " " }
      #expect(kept == (text + "boldtail").filter { $0 != " " })
    }
  }

  @Test(arguments: [
    ("hello world", 8, "hello w…"), ("hello", 5, "hello"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"),
    ("hello", 1, "…"), ("hello", 0, ""),
  ])
  func truncation(text: String, limit: Int, expected: String) {
    #expect(truncated(text, width: limit) == expected)
  }

  @Test func fitting() {
    #expect(fitted("ab", width: 5) == "ab   ")
    #expect(fitted("ab", width: 5, alignment: .right) == "   ab")
    #expect(fitted("ab", width: 5, alignment: .center) == " ab  ")
    #expect(fitted("abcdefgh", width: 5, ellipsis: "...") == "ab...")
    #expect(truncated("hello", width: 2, ellipsis: "...") == "..")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}[31;1mred\u{1B}[0m", "ared"), ("\u{1B}]0;title\u{7}x", "x"),
    ("\u{1B}]8;;http://a\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("\u{1B}Pq#0\u{1B}\\y", "y"),
    ("\u{9B}2Jz", "z"),
    ("\u{1B}(Bq", "q"), ("\u{1B}", ""), ("\u{1B}[", ""), ("\u{1B}[31", ""), ("a\tb", "a   b"),
    ("漢\tb", "漢  b"), ("a\rb\u{8}\u{7F}", "ab"), ("x\u{202E}y\u{200D}z\u{FE0F}", "xyz"),
    ("\u{1B}\u{1B}[2Jm", "m"),
    ("e\u{301}", "e\u{301}"), ("\u{1B}[3é", "é"),
  ])
  func sanitizing(text: String, expected: String) { #expect(sanitized(text) == expected) }

  @Test func sanitizingNeverLetsAControlThrough() {
    var random = SplitMix(state: 1)
    for _ in 0..<2000 {
      let scalars = (0..<20).compactMap { _ in Unicode.Scalar(UInt32(random.next() % 0x120)) }
      let text = String(String.UnicodeScalarView(scalars))
      for scalar in sanitized(text).unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
      }
    }
    #expect(sanitizedLines("a\r\nb\u{1B}[1mc\n") == ["a", "bc", ""])
  }

  @Test(arguments: [
    (Format.bytes(0), "0 B"), (Format.bytes(1023), "1023 B"), (Format.bytes(37171), "36.3 KB"),
    (Format.bytes(1_048_576), "1.0 MB"), (Format.seconds(11.2e-6), "11.2 us"),
    (Format.seconds(0.00125), "1.25 ms"),
    (Format.seconds(2), "2.00 s"), (Format.seconds(999.9e-6), "1.00 ms"), (Format.seconds(431e-9), "431 ns"),
    (Format.percent(0.9389), "93.9 %"), (Format.percent(1, decimals: 0), "100 %"),
    (Format.count(35210), "35,210"),
    (Format.count(-1_234_567), "-1,234,567"), (Format.fixed(-0.04, decimals: 1), "0.0"),
    (Format.fixed(2.5, decimals: 0), "3"), (Format.fixed(.nan, decimals: 1), "nan"),
    (Format.fixed(0.05, decimals: 2), "0.05"),
  ])
  func formatting(text: String, expected: String) { #expect(text == expected) }
}
