import Codelab
import Foundation
import TerminalUI

@testable import CodelabCommand
@testable import LessonKit

/// A course of two small exercises and a screen that shows it.
enum Fixture {
  static let course: Course = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("codelab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    write(first, to: folder.appendingPathComponent("Codelabs/01-intro/01-count"))
    write(second, to: folder.appendingPathComponent("Codelabs/02-more/01-look"))
    return Course.load(folder.appendingPathComponent("Codelabs"))
  }()

  /// A screen of some size at the first step.
  static func state(
    _ width: Int = 80, _ height: Int = 24, theme: Theme = Theme(depth: .monochrome, glyphs: .ascii)
  ) -> State {
    var state = State(
      size: Size(width: width, height: height), theme: theme, exercises: course.exercises,
      progress: LearnerProgress())
    state.clock = "12:00:00"
    state.resume(at: nil)
    return state
  }

  /// The result of judging the step `count` with the given checks failed.
  static func result(ending: Ending, failed: [String] = []) -> StepResult {
    let step = course.exercises[0].steps[1]
    let verdicts = step.checks.map { check in
      Verdict(
        check: check, passed: !failed.contains(check), message: "every word counts", expected: "3",
        actual: "2",
        mistake: "spaces")
    }
    return StepResult(
      exercise: "count", step: "count", ending: ending,
      tasks: Judgement.tasks(of: step, verdicts: verdicts) { _ in 1 })
  }

  private static func write(_ lesson: String, to folder: URL) {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in [
      ("lesson.md", lesson), ("Lesson.swift", ""), ("Exercise.swift", ""), ("Solution.swift", ""),
    ] {
      try? text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
  }

  private static let first = """
    ---
    format: 1
    id: count
    title: Count words
    knobs:
      bits: { values: [2, 4, 8], default: 4 }
    ---

    How many words has a line?

    ## Look at a line {#look}
    Duration: 2

    Here is *one* line.

    ```predict
    id: words
    metric: words
    question: How many words has it?
    unit: count
    tolerance: 1
    ```

    ```figure
    id: lengths
    ```

    ## Count them {#count}

    Write `count`.

    ```task
    id: count
    title: Count the words
    points: 3
    checks: [total, empty]
    ```

    ```knob
    name: bits
    ```

    ```hint
    check: total
    level: 1
    ---
    Count the gaps.
    ```

    ```hint
    check: total
    level: 2
    ---
    There is one gap less than words.
    ```

    ```hint
    check: empty
    level: 1
    ---
    No words, no gaps.
    ```
    """

  private static let second = """
    ---
    format: 1
    id: look
    title: Look around
    ---

    ## Look {#look}

    Nothing to do.
    """
}

extension Grid {
  /// The text of each row, without blanks at the end.
  var rows: [String] {
    (0..<height).map { y in
      var row = (0..<width).map { self[$0, y].text }.joined()
      while row.last == " " { row.removeLast() }
      return row
    }
  }
}
