import Codelab
import Foundation
import LessonKit
import TerminalUI
import Testing

@testable import CodelabCommand

@Test func aSaveChecksTheOpenStepWhileWatching() {
  var state = Fixture.state()
  press("n", in: &state)
  #expect(update(&state, .saved(exercise: 0)).isEmpty, "nobody watches")
  press("w", in: &state)
  #expect(state.isWatching && state.notice?.contains("01-count/Exercise.swift") == true)
  press("j", in: &state)
  #expect(view(state).rows.last?.contains("watching") == true)
  #expect(
    update(&state, .saved(exercise: 0)) == [.cancelRun, .run(exercise: 0, step: 1, judges: true)])
  state.overlay = .diagnostics(DiagnosticList(diagnostics: []))
  _ = update(&state, .saved(exercise: 0))
  #expect(state.overlay == nil, "what the compiler said is about the old file")
  press("x", in: &state)
  #expect(update(&state, .saved(exercise: 0)).isEmpty, "a question is answered first")
  press("n", "w", in: &state)
  #expect(!state.isWatching)
}

@Test func aKnobRunsTheStepAgainInPlaceOfTheRunThatGoesOn() {
  var state = Fixture.state()
  press("n", in: &state)
  state.begin(state.openKey, judges: true)
  #expect(
    press("]", in: &state) == [.save, .cancelRun, .run(exercise: 0, step: 1, judges: false)])
  #expect(
    update(&state, .setKnob(name: "bits", value: 2))
      == [.save, .cancelRun, .run(exercise: 0, step: 1, judges: false)])
  #expect(press("}", in: &state).isEmpty && state.notice == "this step has no other knob")
}

@Test func theTimeLeftRunsDownBetweenReports() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  func report(_ completed: Int, at now: Double) {
    state.now = now
    let progress = Codelab.Progress("training", completed: completed, of: 5, unit: "epoch")
    _ = update(&state, .run(.event(.progress(progress))))
  }
  report(1, at: 10)
  report(3, at: 14)
  state.now = 15
  _ = update(&state, .tick)
  #expect(state.secondsLeft == 3)
  state.now = 30
  #expect(state.secondsLeft == 0, "never negative")
}

@Test func whoScrolledBackInTheLogKeepsTheSameLines() {
  var state = Fixture.state(120, 40)
  for index in 0..<50 { state.note("line \(index)") }
  press("4", .up, .up, .up, in: &state)
  let before = view(state).rows.filter { $0.contains("line ") }
  state.note("line 50")
  #expect(view(state).rows.filter { $0.contains("line ") } == before)
  press("G", in: &state)
  #expect(view(state).rows.contains { $0.contains("line 50") })
}

@Test func disabledCommandsSayWhy() {
  var state = Fixture.state()
  for (key, reason) in [
    ("t" as Key, "this step has nothing to judge"), ("[", "this step has no knob"),
    ("p", "this is the first step"), ("-", "all panes are visible"),
    ("v", "all views of this step are visible"),
  ] {
    #expect(press(key, in: &state).isEmpty)
    #expect(state.notice == reason)
  }
}

@Test func theEditorGetsTheLineInItsOwnForm() {
  let file = URL(fileURLWithPath: "/w/My File.swift")
  for (command, arguments) in [
    ("vi", ["+7", "/w/My File.swift"]), ("/usr/bin/nvim -p", ["+7", "/w/My File.swift"]),
    ("nano", ["+7", "/w/My File.swift"]), ("emacs -nw", ["+7", "/w/My File.swift"]),
    ("micro", ["+7", "/w/My File.swift"]), ("hx", ["/w/My File.swift:7"]),
    ("code --wait", ["--goto", "/w/My File.swift:7"]), ("my-editor", ["/w/My File.swift"]),
  ] {
    #expect(Editor(command: command).arguments(for: file, line: 7) == arguments)
  }
}

@Test func theEditorIsFoundInTheEnvironment() throws {
  #expect(try Editor.find(in: ["VISUAL": "a -b", "EDITOR": "c"]).command == "a -b")
  #expect(try Editor.find(in: ["VISUAL": "  ", "EDITOR": "c"]).command == "c")
  #expect(throws: EditorError.self) { try Editor.find(in: ["PATH": "/nowhere"]) }
}

@Test func backgroundsAreTakenFromTheFlagTheWishOrTheTerminal() {
  typealias Choice = ScreenOptions.ThemeChoice
  #expect(Choice.auto.isDark(environment: [:]))
  #expect(!Choice.light.isDark(environment: ["CODELAB_THEME": "dark"]))
  #expect(!Choice.auto.isDark(environment: ["CODELAB_THEME": "light", "COLORFGBG": "15;0"]))
  #expect(!Choice.auto.isDark(environment: ["COLORFGBG": "0;15"]))
  #expect(!Choice.auto.isDark(environment: ["COLORFGBG": "0;default;7"]))
  #expect(Choice.auto.isDark(environment: ["COLORFGBG": "15;0"]))
  #expect(Choice.auto.isDark(environment: ["COLORFGBG": "12;8"]))
  #expect(Choice.auto.isDark(environment: ["COLORFGBG": "nonsense"]))
}

@Test func aWatcherNoticesWritesAndRenames() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("watch-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appendingPathComponent("Exercise.swift")
  let other = folder.appendingPathComponent("Exercise.swift~")
  try "one".write(to: file, atomically: false, encoding: .utf8)
  let watcher = try #require(FileWatcher(file))
  #expect(!watcher.wasChanged())
  /// Whether the descriptor becomes readable, as the loop would see it.
  func isReadable() -> Bool {
    var descriptor = pollfd(fd: watcher.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 2_000) == 1
  }
  try "two".write(to: file, atomically: false, encoding: .utf8)
  #expect(isReadable() && watcher.wasChanged())
  try "three".write(to: file, atomically: true, encoding: .utf8)
  #expect(isReadable() && watcher.wasChanged(), "written beside and renamed")
  try "four".write(to: other, atomically: false, encoding: .utf8)
  #expect(isReadable() && !watcher.wasChanged(), "another file of the folder")
}
