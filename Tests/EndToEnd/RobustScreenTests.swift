import Foundation
import Testing

/// Every row from the upper edge of the frames to the lower begins and ends with the frame.
func expectAlignedFrames(_ rows: [String], _ width: Int, _ location: SourceLocation = #_sourceLocation) {
  let frame = Set("│┌└├┤┐┘┬┴┼")
  let edges = rows.indices.filter { rows[$0].hasPrefix("┌") || rows[$0].hasPrefix("└") }
  guard let top = edges.first, let bottom = edges.last, top < bottom else {
    Issue.record("no frames: \(rows)", sourceLocation: location)
    return
  }
  for row in rows[top...bottom] {
    let columns = row.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
    let isAligned =
      row.first.map(frame.contains) == true && row.last.map(frame.contains) == true && columns == width
    #expect(isAligned, "\(row)", sourceLocation: location)
  }
}

/// The columns of a character, as far as the tests use them: two for East Asian scripts, none for marks.
private func displayWidth(of scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x300...0x36F: 0
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60: 2
  default: 1
  }
}

extension EndToEnd {
  /// What a screen must bear, in a real terminal.
  @Suite(.serialized, .enabled(if: Tmux.isAvailable, "tmux is not installed")) struct RobustScreenTests {
    private let course: TrialCourse

    init() throws { course = try TrialCourse.fresh() }

    private static let variables = ["SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8"]

    private func start(_ width: Int, _ height: Int, _ environment: [String: String] = [:]) -> Tmux {
      let screen = Tmux(
        width: width, height: height, folder: course.folder,
        environment: Self.variables.merging(environment) { $1 }, command: Package.codelab)
      screen.wait(for: "Bear it")
      return screen
    }

    private func quit(_ screen: Tmux) {
      screen.press("q")
      screen.wait(for: "ended with 0")
    }

    private func expectNoWorkers(_ location: SourceLocation = #_sourceLocation) {
      let workers = run(["pgrep", "-f", "\(Package.codelab) worker"])
      #expect(workers.status == 1, "still there: \(workers.output)", sourceLocation: location)
    }

    @Test func wideCharactersAndMarksKeepTheFramesStraight() {
      let screen = start(80, 24)
      screen.press("r")
      // In the lesson, in a live view and in the log.
      let rows = screen.wait("no wide figure", seconds: 60) { rows in
        rows.contains { $0.contains("模型壓縮") } && rows.contains { $0.contains("2.0 KB") }
      }
      expectAlignedFrames(rows, 80)
      quit(screen)
    }

    /// The first of the numbered paragraphs that is visible.
    private func firstParagraph(_ rows: [String]) -> String? {
      rows.lazy.compactMap { $0.firstMatch(of: #/Paragraph \d+ /#) }.first.map { String($0.output) }
    }

    @Test func everySizeIsDrawnWhileTheTerminalChanges() {
      let screen = start(200, 60)
      screen.press("PageDown")
      let first = screen.wait("scrolled") { !$0.contains { $0.contains("模型壓縮") } }
      let top = firstParagraph(first)
      #expect(top != nil, "\(first)")
      for (width, height) in [(40, 10), (10, 3), (120, 40), (80, 24)] {
        screen.resize(width: width, height: height)
        screen.wait("not drawn at \(width)x\(height)") { rows in
          rows.count >= height && rows[0].contains(width >= 80 ? "step 1 of 4" : "Wid")
        }
      }
      let last = screen.rows
      expectAlignedFrames(last, 80)
      // The block at the top is the same, whatever the sizes in between.
      #expect(firstParagraph(last) == top)
      // Nothing is left of other sizes: drawing all of it again changes nothing.
      screen.press("C-l", "j", "k")
      screen.wait("repainted") { $0 == last }
      quit(screen)
    }

    @Test(arguments: ["TERM", "HUP", "SEGV", "ABRT"])
    func theTerminalIsGivenBackHoweverItEnds(signal: String) throws {
      let screen = start(80, 24)
      screen.press("m")
      screen.wait(for: "the mouse clicks")
      #expect(screen.property("#{mouse_any_flag}#{cursor_flag}") == "10")
      kill(try #require(screen.process(named: "codelab")), number(signal))
      screen.wait(for: "ended with")
      #expect(screen.property("#{mouse_any_flag}#{cursor_flag}#{alternate_on}") == "010")
      screen.type("stty -a | grep -o ' icanon.* echo '; echo still here")
      screen.press("Enter")
      screen.wait("the terminal is not as it was") { rows in
        rows.contains { $0.contains(" icanon") && !$0.contains("grep") }
          && rows.contains { $0 == "still here" }
      }
    }

    private func number(_ signal: String) -> Int32 {
      ["TERM": SIGTERM, "HUP": SIGHUP, "SEGV": SIGSEGV, "ABRT": SIGABRT][signal] ?? SIGKILL
    }

    @Test func suspendedAndStoppedItGoesOn() throws {
      let screen = Tmux(
        width: 80, height: 24, folder: course.folder,
        environment: Self.variables.merging(["PS1": "shell> "]) { $1 }, shell: "bash --norc --noprofile -i")
      screen.wait(for: "shell>")
      screen.type(Package.codelab)
      screen.press("Enter")
      screen.wait(for: "Wide")
      for (stop, title) in [("^Z", "Answer"), ("STOP", "Flood"), ("^Z", "Endless"), ("STOP", "Endless")] {
        if stop == "^Z" {
          screen.press("C-z")
        } else {
          kill(try #require(screen.process(named: "codelab")), SIGSTOP)
        }
        screen.wait(for: "Stopped")
        screen.type("fg")
        screen.press("Enter")
        screen.wait("the screen came back") { $0[0].contains("codelab") }
        screen.press("n")
        expectAlignedFrames(screen.wait("\(title) after \(stop)") { $0[1].contains(title) }, 80)
      }
      screen.press("q")
      screen.wait("the shell is back") { $0.contains { $0.hasPrefix("shell>") } }
    }

    @Test func withoutColorsAndWithoutUnicodeItIsStillAScreen() {
      let screen = start(120, 40, ["LC_ALL": "C", "NO_COLOR": "1", "LANG": "C"])
      let rows = screen.wait(for: "Wide characters")
      #expect(rows.allSatisfy { $0.allSatisfy(\.isASCII) })
      #expect(rows[1].contains("+- Wide characters -"))
      let styled = screen.styledText
      #expect(styled.firstMatch(of: /\u{1B}\[[0-9;]*(3|4|9|10)[0-7]m/) == nil, "no color")
      // The focus is seen without colors: the title of the pane is reversed.
      #expect(styled.contains(/\u{1B}\[[0-9;]*7m[^\u{1B}]*Wide characters/))
      screen.press("4")
      screen.wait("the log has the focus") { _ in
        screen.styledText.contains(/\u{1B}\[[0-9;]*7m[^\u{1B}]*Log/)
      }
      quit(screen)
    }

    @Test func doingNothingCostsNothing() throws {
      let screen = start(120, 40)
      let process = try #require(screen.process(named: "codelab"))
      /// Nanoseconds on a processor; only Linux tells so exactly.
      func time() -> Double? {
        (try? String(contentsOfFile: "/proc/\(process)/schedstat", encoding: .utf8))?
          .split(separator: " ").first.flatMap { Double($0) }
      }
      if let before = time() {
        // Not a wait for something: the time that is measured.
        sleep(2)
        let used = ((time() ?? .infinity) - before) * 1e-9
        #expect(used < 0.02, "\(used) s of processor time in 2 s")
      }
      quit(screen)
    }

    @Test func aFloodLeavesKeysAnsweredAndCancelNobodyBehind() {
      let screen = start(120, 40)
      screen.press("n", "n")
      screen.wait(for: "Many lines.")
      screen.press("r")
      screen.wait(for: "line 1", seconds: 60)
      for _ in 0..<3 {
        screen.press("?")
        screen.wait(for: "Run the step and see its figures", seconds: 5)
        screen.press("Escape")
        screen.wait("the help closes", seconds: 5) { !$0.contains { $0.contains("─ Keys") } }
      }
      screen.press("C-c")
      screen.wait(for: "cancelled", seconds: 10)
      expectNoWorkers()
      quit(screen)
    }

    @Test func endlessTrainingIsCancelledAndTwoMoreQuit() {
      let screen = start(80, 24)
      screen.press("p", "n", "n", "n", "r")
      screen.wait("training", seconds: 60) { $0[0].contains("epoch 1/9") }
      screen.press("C-c")
      screen.wait(for: "cancelled", seconds: 10)
      expectNoWorkers()
      screen.press("C-c")
      screen.wait(for: "again quits")
      screen.press("C-c")
      screen.wait(for: "ended with 0")
    }

    @Test func theEditorHasTheTerminalAndTheScreenComesBackWhole() throws {
      let seen = course.folder.appendingPathComponent("seen"), go = course.folder.appendingPathComponent("go")
      for file in [seen, go] { try? FileManager.default.removeItem(at: file) }
      let editor = course.folder.appendingPathComponent("vim")
      try """
      #!/bin/sh
      (stty -a; echo "arguments: $*") >seen.new
      mv seen.new seen
      while [ ! -e go ]; do sleep 0.05; done
      """.write(to: editor, atomically: true, encoding: .utf8)
      run(["chmod", "+x", editor.path])
      let screen = start(80, 24, ["EDITOR": "\(editor.path) -x"])
      screen.press("n")
      screen.wait(for: "Write answer.")
      screen.press("e")
      screen.wait("the editor runs") { _ in FileManager.default.fileExists(atPath: seen.path) }
      let text = try String(contentsOf: seen, encoding: .utf8)
      #expect(text.contains(" icanon") && text.contains(" echo ") && text.contains("isig "), "\(text)")
      // At the line of the first thing to do.
      #expect(text.contains("arguments: -x +4 \(course.work.path)"), "\(text)")
      screen.resize(width: 120, height: 40)
      try "".write(to: go, atomically: true, encoding: .utf8)
      let rows = screen.wait("drawn in the new size") { $0.count >= 40 && $0[1].contains("Exercises") }
      expectAlignedFrames(rows, 120)
      screen.press("n")
      screen.wait(for: "Many lines.")
      quit(screen)
      let missing = start(80, 24, ["EDITOR": "/nowhere/editor"])
      missing.press("e")
      missing.wait(for: "was not found")
      quit(missing)
    }

    @Test func aSavedFileIsCheckedWhileWatching() throws {
      let screen = start(120, 40)
      screen.press("n", "w")
      screen.wait(for: "watching Work/")
      try course.save(TrialCourse.starter.replacingOccurrences(of: "todo(\"what is it?\")", with: "41"))
      screen.wait(for: "not passed yet: right", seconds: 60)
      try course.save(TrialCourse.starter.replacingOccurrences(of: "todo(\"what is it?\")", with: "4 2"))
      screen.wait(for: "your file does not compile", seconds: 60)
      try course.save(TrialCourse.solution)
      let rows = screen.wait(for: "Answer: passed, 2 of 2 points", seconds: 60)
      #expect(rows.last { !$0.isEmpty }?.contains("watching") == true)
      expectAlignedFrames(rows, 120)
      // A knob runs the step again at once.
      screen.press("]")
      screen.wait(for: "Size at 3", seconds: 60)
      quit(screen)
    }

    @Test func whatIsNoKeyIsNoCommand() {
      let screen = start(80, 24)
      screen.press("n")
      screen.wait(for: "Write answer.")
      let before = screen.rows
      for bytes: [UInt8] in [
        Array("\u{1B}[I".utf8), Array("\u{1B}[O".utf8), Array("\u{1B}[24;1R".utf8),
        Array("\u{1B}[?62;22c".utf8),
        Array("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\".utf8), Array("\u{1B}[1;5P".utf8),
      ] { screen.send(bytes: bytes) }
      screen.paste("qnnrq\n")
      screen.press("C-l")
      // A character of two bytes is one key, and is answered as one.
      screen.send(bytes: [0xC3, 0xBC])
      screen.wait(for: "ü does nothing here")
      screen.press("j", "k")
      screen.wait("nothing else happened") { $0 == before }
      quit(screen)
    }
  }
}
