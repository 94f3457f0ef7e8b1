import Foundation
import Testing

@testable import LessonKit

@Suite struct LessonReaderTests {
  @Test func readsEverything() throws {
    let text = """
      ---
      format: 1
      id: quantize-a-model
      title: "Quantize: a model"
      minutes: 25
      requires: []
      tags: [int8]
      seed: 11
      limits: { compile: 5 s, run: 1.5 min, memory: 2 GB, output: 64 KB }
      budget: { size: 50 KB, latency: 1 ms, accuracy: 1 point }
      knobs:
        bits: { values: [2, 4, 8], default: 4 }
      authors: [A. Author]
      ---
      Intro with a fence:

      ```swift
      ## not a step
      ```

      ## Choose the bits {#choose}
      Duration: 4

      Prose
      more.

      ```task
      id: quantize
      points: 3
      title: Write quantize
      checks: [levels, error-bound]
      ```
      ````hint
      check: levels
      level: 2
      when: floor
      ---
      Look:
      ```swift
      x
      ```
      ````
      After.
      ```knob
      name: bits
      ```
      ```figure
      id: sizes
      ```
      ```predict
      id: accuracy
      metric: accuracy
      question: How good?
      unit: fraction
      tolerance: 0.05
      ```

      ## And now?
      ```predict
      id: which
      question: Which?
      choices: [a, b]
      answer: b
      ```
      """
    let lesson = LessonReader(text, file: "lesson.md")
    #expect(lesson.problems == [])
    let front = try #require(lesson.frontMatter)
    #expect(front.id == "quantize-a-model")
    #expect(front.title == "Quantize: a model")
    #expect(front.seed == 11)
    #expect(front.limits == Limits(compile: 5, run: 90, memory: 2_147_483_648, output: 65_536))
    #expect(front.budget.size == 51_200)
    #expect(front.budget.latency == 0.001)
    #expect(front.budget.accuracyLoss == 0.01)
    #expect(front.knobs == [Knob(name: "bits", values: [2, 4, 8], defaultValue: 4)])
    #expect(lesson.intro.text == "Intro with a fence:\n\n```swift\n## not a step\n```")
    #expect(lesson.intro.line == 15)

    #expect(lesson.steps.map(\.id) == ["choose", "and-now"])
    let step = lesson.steps[0]
    #expect(step.title == "Choose the bits")
    #expect(step.line == 21)
    #expect(step.minutes == 4)
    #expect(step.blocks.count == 7)
    #expect(step.blocks[0] == .prose("Prose\nmore.", line: 24))
    #expect(
      step.blocks[1]
        == .task(
          LessonTask(
            id: "quantize", title: "Write quantize", points: 3, checks: ["levels", "error-bound"], line: 27)))
    #expect(
      step.blocks[2]
        == .hint(Hint(check: "levels", level: 2, mistake: "floor", text: "Look:\n```swift\nx\n```", line: 33))
    )
    #expect(step.blocks[3] == .prose("After.", line: 43))
    #expect(step.blocks[4] == .knob("bits"))
    #expect(step.blocks[5] == .figure("sizes"))
    #expect(step.predictions[0].kind == .metric("accuracy", unit: .fraction, tolerance: 0.05))
    #expect(lesson.steps[1].predictions[0].kind == .choice(["a", "b"], answer: "b"))
  }

  @Test func readsTargets() throws {
    let text =
      header + """
        ## One
        ```task
        id: t
        points: 1
        title: T
        checks: [c]
        targets:
          - { metric: size, unit: bytes, atMost: 2 KB, zero: 4 KB, points: 3 }
          - metric: accuracy
            unit: fraction
            atLeast: 95 %
            points: 2
        ```
        """
    let lesson = LessonReader(text, file: "lesson.md")
    #expect(lesson.problems == [])
    let task = try #require(lesson.steps.first?.tasks.first)
    #expect(
      task.targets == [
        MetricTarget(metric: "size", unit: .bytes, .atMost, full: 2048, zero: 4096, points: 3, line: 13),
        MetricTarget(
          metric: "accuracy", unit: .fraction, .atLeast, full: 0.95, zero: 0.95, points: 2, line: 14),
      ])
    #expect(task.maximumPoints == 6)
  }

  /// Every example of the author's guide that is not a whole file.
  @Test func readsTheGuidesExamples() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(contentsOf: root.appendingPathComponent("Codelabs/README.md"), encoding: .utf8)
    let before = try #require(guide.components(separatedBy: "## A complete example").first)
    let front = try #require(before.firstMatch(of: /```yaml\n((?:.|\n)*?)```/)).1
    let lesson = LessonReader("\(front)\n## One\n", file: "README.md")
    #expect(lesson.problems == [] && lesson.frontMatter?.limits == Limits())
    let directives = before.matches(of: /````markdown\n((?:.|\n)*?)````/).map(\.1)
    #expect(directives.count == 6)
    for text in directives {
      if text.contains("```measured") {
        #expect(ChapterReader(String(text), file: "README.md").problems == [])
      } else {
        let lesson = LessonReader(header + "## One\n\(text)", file: "README.md")
        #expect(lesson.problems == [] && lesson.steps[0].blocks.count > 0, "\(text)")
      }
    }
  }

  /// A broken text, and the beginning of the one message about it.
  struct Broken: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let message: String
    var testDescription: String { message }
  }

  private static let step = "## One {#one}\n"
  private static func front(_ lines: String) -> String {
    "---\nformat: 1\nid: toy\ntitle: Toy\n\(lines)\n---\n\(step)"
  }

  private static func target(_ keys: String, _ message: String) -> Broken {
    Broken(
      text: header + step
        + "```task\nid: t\npoints: 1\ntitle: T\nchecks: [c]\ntargets:\n  - { \(keys) }\n```\n",
      line: 13, message: message)
  }

  static let broken: [Broken] = [
    Broken(text: "# Title\n" + step, line: 1, message: "the front matter is missing"),
    Broken(text: front("seeed: 3"), line: 5, message: "unknown key 'seeed'; did you mean 'seed'?"),
    Broken(text: front("seed: many"), line: 5, message: "'seed' must be a whole number"),
    Broken(
      text: front("budget: { size: 50 }"), line: 5, message: "'size': '50' has no unit; write it like '50 KB'"
    ),
    Broken(
      text: front("budget: { size: 50 kb }"), line: 5,
      message: "'size': 'kb' is not a unit here; did you mean 'KB'?"),
    Broken(
      text: front("budget:\n  latency: 1 ms\n  latncy: 2 ms"), line: 7,
      message: "unknown key 'latncy'; did you mean 'latency'?"),
    Broken(text: front("limits: { run: 0 s }"), line: 5, message: "'run' must be above zero"),
    Broken(text: front("tags: int8"), line: 5, message: "'tags' must be a list"),
    Broken(
      text: front("knobs:\n  bits: { values: [2, 3], default: 5 }"), line: 6,
      message: "the default 5 is not among"),
    Broken(
      text: front("knobs:\n  bits: { values: [2, 2], default: 2 }"), line: 6, message: "'values' must be"),
    Broken(
      text: front("seed: 1\nseed: 2"), line: 5,
      message: "cannot be read as YAML: the key 'seed' appears twice"),
    Broken(text: front("tags: [a"), line: 6, message: "cannot be read as YAML"),
    Broken(
      text: front("tags: " + String(repeating: "[", count: 100_000)), line: 1,
      message: "this is too large or nested"),
    Broken(text: "---\nformat: 2\nid: toy\ntitle: T\n---\n" + step, line: 2, message: "format 2 is newer"),
    Broken(text: "---\nformat: 1\ntitle: T\n---\n" + step, line: 1, message: "'id' is missing"),
    Broken(
      text: "---\nformat: 1\nid: My Toy\ntitle: T\n---\n" + step, line: 3,
      message: "'My Toy' is not an identifier; use small letters, digits and hyphens, as in 'my-toy'"),
    Broken(text: header + "only prose", line: 6, message: "the lesson has no step"),
    Broken(text: header + "##\n", line: 6, message: "the heading has no text"),
    Broken(
      text: header + "## A {#one}\n## B {#one}\n", line: 7,
      message: "the step 'one' exists already, in line 6"),
    Broken(text: header + step + "Duration: long\n", line: 7, message: "'long' is not a duration"),
    Broken(
      text: header + step + "```swift\nlet x = 1\n", line: 7, message: "this fenced block is never closed"),
    Broken(
      text: header + step + "```taks\nid: a\n```\n", line: 7,
      message: "unknown directive 'taks'; did you mean 'task'?"),
    Broken(
      text: header + "```figure\nid: a\n```\n" + step, line: 6,
      message: "'figure' stands before the first step"),
    Broken(
      text: header + step + "```task\nid: a\npoints: 1\ntitle: T\nchecks: []\n```\n", line: 11,
      message: "a task needs at least one check"),
    Broken(
      text: header + step + task + task.replacing("id: write", with: "id: b").replacing("middle", with: "m"),
      line: 13, message: "the check 'ends' exists already, in line 7"),
    Broken(
      text: header + step + task + "```hint\ncheck: end\nlevel: 1\n---\nH\n```\n", line: 13,
      message: "no task of this step lists the check 'end'; did you mean 'ends'?"),
    Broken(
      text: header + step + task + "```hint\ncheck: ends\nlevel: 1\n```\n", line: 13,
      message: "the hint has no text"),
    Broken(
      text: header + step + "```knob\nname: bits\n```\n", line: 7,
      message: "the front matter declares no knob 'bits'"),
    Broken(
      text: header + step + "```predict\nid: p\nquestion: Q\nchoices: [a, b]\nanswer: c\n```\n", line: 11,
      message: "the answer 'c' is not among the choices"),
    Broken(
      text: header + step + "```predict\nid: p\nquestion: Q\nmetric: m\nunit: byte\ntolerance: 1\n```\n",
      line: 11, message: "'byte' is not a unit; did you mean 'bytes'?"),
    Broken(
      text: header + step + "```predict\nid: p\nquestion: Q\n```\n", line: 7,
      message: "a prediction has either"),
    Broken(text: header + step + "```figure\n```\n", line: 7, message: "'id' is missing"),
    target(
      "metric: size, unit: bytes, atMost: 2 KB, zero: 1 KB, points: 1", "'zero' is where no points are left"),
    target("metric: size, unit: bytes, points: 1", "a target has either 'atMost' or 'atLeast'"),
    target("metric: size, unit: bytes, atMost: 2, points: 1", "'atMost': '2' has no unit"),
    target("metric: size, unit: byte, atMost: 2, points: 1", "'byte' is not a unit; did you mean 'bytes'?"),
    target("metric: hits, unit: fraction, atLeast: many, points: 1", "'atLeast' must be a fraction"),
    target(
      "metric: hits, unit: fraction, atLeast: 1, point: 1", "unknown key 'point'; did you mean 'points'?"),
  ]

  @Test(arguments: broken) func saysWhatIsWrong(_ broken: Broken) throws {
    let problems = LessonReader(broken.text, file: "lesson.md").problems
    let problem = try #require(problems.first { $0.message.hasPrefix(broken.message) }, "\(problems)")
    #expect(problem.line == broken.line)
    #expect("\(problem)".hasPrefix("lesson.md:\(broken.line): error: "))
  }

  @Test func survivesEveryCutAndDeletion() {
    let text =
      header + "## One {#one}\nDuration: 3\n\n" + task + "````hint\ncheck: ends\nlevel: 1\n---\nH\n````\n"
    let characters = Array(text)
    for end in 0...characters.count {
      _ = LessonReader(String(characters[..<end]), file: "lesson.md")
      _ = LessonReader(String(characters[end...]), file: "lesson.md")
    }
    for mark in ["- ", "? ", "- ? ", ": ", "  - \n", "&a ", "!!x "] {
      let yaml = String(repeating: mark, count: 20_000)
      _ = LessonReader(header.replacing("Toy", with: yaml), file: "lesson.md")
      _ = LessonReader(header.replacing("title: Toy", with: yaml), file: "lesson.md")
    }
    for noise in ["\u{0}", "\u{FFFD}\u{202E}", "&a *a", "? : -", "{{{{", "\t\t- \t:"] {
      _ = LessonReader(header.replacing("Toy", with: noise) + noise, file: "lesson.md")
    }
  }

  @Test(arguments: [
    ("50 KB", 51_200.0), ("50KB", 51_200), ("1 B", 1), ("1.5 MB", 1_572_864), ("2 GB", 2_147_483_648),
    ("1_000 bytes", 1000),
  ]) func bytes(_ text: String, _ value: Double) throws {
    #expect(try Quantity.parse(text, as: Quantity.bytes).get() == value)
  }

  @Test(arguments: ["", "KB", "-1 KB", "1e400 KB", "1 KiB", "9999999999999 GB", "1..2 KB"])
  func badBytes(_ text: String) {
    #expect(throws: Quantity.Problem.self) { try Quantity.parse(text, as: Quantity.bytes).get() }
  }
}
