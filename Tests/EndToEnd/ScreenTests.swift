import Foundation
import Testing

extension EndToEnd {
  /// The real program in a real terminal.
  @Suite(.serialized, .enabled(if: Tmux.isAvailable, "tmux is not installed")) struct ScreenTests {
    private let course: URL
    private let exercise = "02-compression/06-quantize-a-model"

    init() throws { course = try Package.freshCourse() }

    /// Starts the program as it is, or at the exercise of these tests.
    private func start(
      _ width: Int, _ height: Int, _ environment: [String: String] = [:], resumes: Bool = false
    ) -> Tmux {
      let variables = ["SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8"].merging(environment) { $1 }
      return Tmux(
        width: width, height: height, folder: course, environment: variables,
        command: Package.codelab + (resumes ? "" : " open quantize-a-model"))
    }

    /// A learner's way from the start to a passed step: read, predict, run, edit, check, go on, come back.
    @Test func fromTheStartToAPassedStep() throws {
      // The editor of this learner writes the solution at once.
      let solution = Package.root.appendingPathComponent("Codelabs/\(exercise)/Solution.swift").path
      let editor = course.appendingPathComponent("editor.sh")
      try "#!/bin/sh\nfor file; do :; done\ncp \(solution) \"$file\"\n".write(
        to: editor, atomically: true, encoding: .utf8)
      run(["chmod", "+x", editor.path])

      var screen = start(120, 40, ["EDITOR": editor.path])
      expectAlignedFrames(screen.wait(for: "Look at the digits"), 120)

      screen.press("r")
      screen.wait(for: "What share of the test images")
      screen.type("10")
      screen.press("Enter")
      screen.wait(for: "Look at the digits: passed", seconds: 60)
      expectAlignedFrames(screen.wait(for: "measured: 10.3 %"), 120)

      screen.press("n")
      screen.wait(for: "The network has two convolutions")
      screen.press("c")
      screen.wait("no live progress", seconds: 60) { $0[0].contains("epoch") }
      screen.wait(for: "Train the baseline: passed", seconds: 60)

      screen.press("n", "n", "c")
      screen.wait(for: "Not done yet", seconds: 60)
      screen.press("e")
      screen.wait("the screen came back") { $0[0].contains("Quantize a model") }
      screen.press("c")
      expectAlignedFrames(screen.wait(for: "4 of 4 points", seconds: 60), 120)
      screen.wait("4 points in the header") { $0[0].contains("4 of 15 points") }

      screen.press("]")
      screen.wait(for: "at 5 bits", seconds: 60)

      screen.press("q")
      screen.wait(for: "ended with 0")
      // What was done is there again.
      screen = start(80, 24, resumes: true)
      screen.wait("resumed at the step") { $0[0].contains("step 4 of 8") && $0[0].contains("4 of 15 points") }
      screen.press("q")
      screen.wait(for: "ended with 0")
    }

    @Test func compilerErrorsAppearWithFileLineAndCaret() throws {
      let folder = course.appendingPathComponent("Work/\(exercise)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let starter = try String(
        contentsOf: course.appendingPathComponent("Codelabs/\(exercise)/Exercise.swift"), encoding: .utf8)
      try starter.replacingOccurrences(of: "todo(\"find the scale", with: "tdo(\"find the scale")
        .write(to: folder.appendingPathComponent("Exercise.swift"), atomically: true, encoding: .utf8)
      let screen = start(80, 24)
      screen.wait(for: "Look at the digits")
      screen.press("r", "Enter")
      let rows = screen.wait(for: "Your file does not compile", seconds: 60)
      #expect(rows.contains { $0.contains("Exercise.swift:20:3") }, "\(rows)")
      #expect(rows.contains { $0.contains("cannot find 'tdo' in scope") })
      #expect(rows.contains { $0.contains("^") })
      screen.press("Escape")
      screen.wait("the message closes") { !$0.contains { $0.contains("─ Your file does not compile") } }
      screen.press("q")
      screen.wait(for: "ended with 0")
    }
  }
}
