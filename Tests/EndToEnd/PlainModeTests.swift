import Foundation
import Testing

extension EndToEnd {
  /// The screen's functions where there is no screen.
  @Suite(.serialized) struct PlainModeTests {
    private let course: TrialCourse

    init() throws { course = try TrialCourse.fresh() }

    private func shell(_ script: String) -> (status: Int32, output: String) {
      run(["sh", "-c", script], folder: course.folder)
    }

    @Test func withoutATerminalThereIsPlainTextAndNoEscapes() {
      for script in [
        "TERM=dumb \(Package.codelab) </dev/null", "env -u TERM \(Package.codelab) </dev/null",
        "\(Package.codelab) </dev/null | cat", "\(Package.codelab) --plain </dev/null",
        "\(Package.codelab) open bear --plain </dev/null",
      ] {
        let (status, output) = shell(script)
        #expect(status == 0, "\(script): \(output)")
        #expect(output.contains("Bear it, step 1 of 4: Wide characters"), "\(script): \(output)")
        #expect(!output.contains("\u{1B}"))
      }
      let (status, output) = shell("LC_ALL=C \(Package.codelab) --plain </dev/null")
      #expect(status == 0 && output.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func aWholeStepIsDoneLineByLine() throws {
      try course.save(TrialCourse.starter)
      let lines = [
        "r", "n", "check", "t", "e", "bits=1", "size 3", "s", "y", "no such thing", "o", "esc", "3", "i", "x",
        "y",
        "w", "w", "q",
      ]
      let words = lines.map { "'\($0)'" }.joined(separator: " ")
      let (status, output) = shell("printf '%s\\n' \(words) | \(Package.codelab) --plain")
      #expect(status == 0)
      for expected in [
        "Size at 2", "Not done yet, at Exercise.swift:4: what is it?", "It is larger than 41.",
        "edit \(course.work.path), at line 4, in another window", "size is 3 of 1 2 3",
        "The solution gives away every task", "+   42", "'no such thing' is no command", "Bear it",
        "Exercise.swift is as it was at the start", "kept as Exercise.swift.backup-1", "watching Work/",
      ] { #expect(output.contains(expected), "\(expected) is missing in\n\(output)") }
      #expect(!output.contains("\u{1B}"))
    }

    @Test(.enabled(if: Tmux.isAvailable, "tmux is not installed"))
    func aSimpleTerminalTakesLinesAndCancels() {
      let screen = Tmux(
        width: 80, height: 24, folder: course.folder, environment: ["LANG": "C.UTF-8"],
        shell: "bash --norc --noprofile -i")
      screen.type("TERM=dumb \(Package.codelab); echo ended with $?")
      screen.press("Enter")
      screen.wait(for: "? lists all commands")
      screen.type("n")
      screen.press("Enter")
      screen.wait(for: "step 2 of 4")
      for _ in 0..<2 {
        screen.type("next")
        screen.press("Enter")
      }
      screen.wait(for: "step 4 of 4")
      screen.type("run")
      screen.press("Enter")
      screen.wait(for: "training: epoch 1 of 9", seconds: 60)
      screen.press("C-c")
      screen.wait(for: "Cancelled", seconds: 10)
      screen.press("C-c")
      screen.wait(for: "again quits")
      screen.press("C-c")
      screen.wait(for: "ended with 0")
    }
  }
}
