import Testing

@testable import LessonKit

@Suite struct SubjectSourceTests {
  private func cut(_ text: String) -> String {
    let made = SubjectSource.make(text, path: "/a \"b\"/Lesson.swift")
    let first = "#sourceLocation(file: \"/a \\\"b\\\"/Lesson.swift\", line: 1)\n"
    #expect(made.hasPrefix(first))
    return String(made.dropFirst(first.count))
  }

  @Test func judgesAreCutAndLinesKeepTheirNumbers() {
    let text = """
      let lesson = Lesson {
        Step("a") { lab in
          try lab.submit("x", 1)  // judge: { not this one }
        } judge: { work in
          let secret = "a } in a string \\(["}"].map { $0 + "}" })"
          expect("b", secret.isEmpty) /* } /* } */ */
        }
        Step("b", run: { _ in }, judge: { work in expect("c", #"}"# == \"""
          }
          \""") })
      }
      func after() {}
      """
    let expected = """
      let lesson = Lesson {
        Step("a") { lab in
          try lab.submit("x", 1)  // judge: { not this one }
        } judge: { _ in


       }
        Step("b", run: { _ in }, judge: { _ in

       })
      }
      func after() {}
      """
    let result = cut(text)
    #expect(!result.contains("secret") && !result.contains("expect"))
    #expect(result.split(separator: "\n", omittingEmptySubsequences: false).count == 12)
    #expect(result.filter { !$0.isWhitespace } == expected.filter { !$0.isWhitespace })
  }

  @Test func otherUsesOfTheWordStay() {
    for text in [
      "let judge = 1\nlet x = judge", "let s = \"judge: { a }\"", "f(judge: other)", "work.judge { }",
      "/* judge: { */ }", "let t = #\"judge: { \"# ",
    ] { #expect(cut(text) == text) }
  }

  @Test func whatNeverEndsIsLeftToTheCompiler() {
    for text in ["Step(\"a\") {} judge: { work in", "\"\"\" judge: {", "/* judge: { }", "#\"", "\"\\("] {
      #expect(cut(text) == text)
    }
  }
}
