import Codelab
import TerminalUI
import Testing

@testable import CodelabCommand
@testable import LessonKit

@Test func theScreenAt80By24() {
  #expect(
    view(Fixture.state()).rows == [
      " codelab  1 Intro > Count words   step 1 of 2                     0 of 3 points",
      "+- Look at a line -------------------------------------------------------------+",
      "| How many words has a line?                                                   |",
      "|                                                                              |",
      "| Step 1 of 2, about 2 minutes                                                 |",
      "|                                                                              |",
      "| Here is one line.                                                            |",
      "|                                                                              |",
      "| ? How many words has it?                                                     |",
      "|   a to answer before you run                                                 |",
      "|                                                                              |",
      "|                                                                              |",
      "|                                                                              |",
      "|                                                                              |",
      "|                                                                              |",
      "+- Lengths --------------------------------------------------------------------+",
      "| not measured yet: r runs the step                                            |",
      "|                                                                              |",
      "|                                                                              |",
      "|                                                                              |",
      "|                                                                              |",
      "+------------------------------------------------------------------------------+",
      "",
      " a predict   r run   n next   o exercises   Tab pane   q quit            ? help",
    ])
}

@Test func aJudgedStepShowsEachCheckWithWhatWasExpected() {
  var state = Fixture.state(100, 30)
  _ = update(&state, .key(.character("n")))
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .failed(checks: ["total"]), failed: ["total"]))))
  let text = view(state).rows.joined(separator: "\n")
  for expected in [
    "[ ] Count the words", "0/3", "! total", "every word counts", "expected 3", "got      2", "x empty",
    "bits   2 [4] 8", "Count them: not passed yet: total, 0 of 3 points",
  ] {
    #expect(text.contains(expected), "\(expected) is missing in\n\(text)")
  }
}

@Test func styleTellsWhatTextTells() {
  var state = Fixture.state(100, 30, theme: Theme(depth: .colors256))
  _ = update(&state, .key(.character("n")))
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .failed(checks: ["total"]), failed: ["total"]))))
  let grid = view(state)
  func style(of text: String) -> Style? {
    for (y, row) in grid.rows.enumerated() {
      if let range = row.range(of: text) {
        return grid[row.distance(from: row.startIndex, to: range.lowerBound), y].style
      }
    }
    return nil
  }
  #expect(style(of: "✗ total") == state.theme[.bad])
  #expect(style(of: "✓ empty") == state.theme[.good])
  #expect(style(of: "[4]") == state.theme[.selection])
  #expect(state.theme[.good] != state.theme[.bad])
}

@Test(arguments: [
  (1, 1), (2, 1), (10, 3), (40, 10), (59, 14), (60, 15), (80, 24), (120, 40), (200, 60), (400, 100),
])
func everySizeDrawsEveryOverlay(width: Int, height: Int) {
  for glyphs in [Glyphs.unicode, .ascii] {
    var state = Fixture.state(width, height, theme: Theme(depth: .colors16, glyphs: glyphs))
    let diagnostics = [
      Diagnostic(
        file: "Work/Exercise.swift", line: 3, column: 5, message: "no such thing", sourceLine: "let x = y")
    ]
    let overlays: [Overlay?] = [
      nil, .help(top: 3), .diagnostics(DiagnosticList(diagnostics: diagnostics)), .results(top: 2),
      .exercises(ExerciseList()), .exercises(ExerciseList(field: TextField(text: "loo"), isTyping: true)),
      .palette(Palette(field: TextField(text: "hint"))),
      .solution(Comparison(yours: "let a = 1\nlet b = 2\n", solution: "let a = 1\nlet c = 3\n"), top: 0),
      .confirm(question: "Put it back to its start?", .reset),
      .prompt(Prompt(prediction: state.openStep.predictions[0], field: TextField(text: "12"))),
    ]
    for overlay in overlays {
      state.overlay = overlay
      state.zoomed = state.zoomed == nil ? .live : nil
      let grid = view(state)
      #expect(grid.size == Size(width: width, height: height))
      if !glyphs.isUnicode {
        let foreign = grid.rows.filter { !$0.allSatisfy(\.isASCII) }
        #expect(foreign.isEmpty)
      }
    }
  }
}

@Test func everyFigureDrawsAtEverySize() {
  let samples = (0..<50).map { 1e-5 + Double($0) * 1e-7 }
  let contents: [Figure.Content] = [
    .bars(Bars([.init("float", 140_000), .init("int8", 36_000)], unit: .bytes, budget: 51_200)),
    .curves(Curves([.init("train", x: [1, 2, 3], y: [0.5, 0.8, .nan])], axis: "epoch", unit: .fraction)),
    .latency(LatencyFigure([.init("float", samples: samples, p50: 1.2e-5, p95: 1.4e-5)], budget: 1e-3)),
    .histogram(Bins(of: [0, 1, 2, 3], bins: 4, axis: "weight")),
    .pictures([Picture(width: 2, height: 2, pixels: [0, 90, 180, 255], caption: "x")]),
    .tradeoff(Tradeoff([.init("a", cost: 1, quality: 0.5)], costUnit: .bytes, qualityUnit: .fraction)),
    .table(Table(columns: ["layer", "MACs"], rows: [["conv", "12"]])),
  ]
  for content in contents {
    let panel = Panel(id: "x", figure: Figure("x", title: "x", content))
    for (width, height) in [(0, 0), (1, 1), (10, 3), (24, 4), (38, 12), (80, 30)] {
      var grid = Grid(width: max(1, width), height: max(1, height))
      drawPanel(panel, in: Rect(x: 0, y: 0, width: width, height: height), on: &grid, theme: Theme())
      if width >= 24 { #expect(grid.rows.contains { !$0.isEmpty }, "nothing at \(width)x\(height)") }
    }
    #expect(!panel.figure!.plainLines.isEmpty)
  }
}

@Test func theTimeLeftFollowsFromTheProgress() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  state.now = 10
  _ = update(
    &state, .run(.event(.progress(Codelab.Progress("training", completed: 1, of: 5, unit: "epoch")))))
  #expect(state.secondsLeft == nil, "one report says nothing about speed")
  state.now = 14
  _ = update(
    &state, .run(.event(.progress(Codelab.Progress("training", completed: 3, of: 5, unit: "epoch")))))
  #expect(state.secondsLeft == 4)
}

@Test func theHeaderKeepsTheStepWhateverRuns() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  _ = update(&state, .run(.stage(.subject)))
  for completed in [1, 3] {
    state.now += 4
    let progress = Codelab.Progress("training", completed: completed, of: 5, unit: "epoch")
    _ = update(&state, .run(.event(.progress(progress))))
  }
  func header(_ width: Int) -> String {
    state.size.width = width
    return view(state).rows[0]
  }
  for (width, left, right) in [
    (
      120, " codelab  1 Intro > Count words   step 1 of 2  ",
      "  running the step  epoch 3/5  0:04 left  0 of 3 points"
    ),
    (81, " 1 Intro > Count words   step 1 of 2  ", "  epoch 3/5  0:04 left  0 of 3 points"),
    (64, " Count words   step 1 of 2  ", "  epoch 3/5  0:04 left  0 of 3 points"),
    (60, " Count...   step 1 of 2 ", " epoch 3/5  0:04 left  0 of 3 points"),
    (40, " Look at a line  ", "  0:04 left  1/2"),
  ] {
    #expect(header(width).hasPrefix(left) && header(width).hasSuffix(right), "\(width): \(header(width))")
  }
  press("n", in: &state)
  #expect(header(84).contains("step 1: epoch 3/5"), "another step than the open one runs")
}

@Test func theTitleOfAViewComesBeforeTheCountOfOthers() {
  func border(_ width: Int) -> Border {
    viewBorder(title: "What you measured", more: 1, in: Rect(x: 0, y: 0, width: width, height: 5))
  }
  #expect(border(36).note == "v: 1 more" && border(28).note == "+1" && border(27).note == "")
  for width in [36, 28, 27, 24] {
    var grid = Grid(width: width, height: 5)
    grid.draw([border(width)], theme: Theme(depth: .monochrome, glyphs: .ascii))
    #expect(grid.rows[0].contains("What you measured"), "\(grid.rows[0])")
  }
}

@Test func hintsUnfoldUnderTheirCheck() {
  var state = Fixture.state(100, 40)
  press("n", in: &state)
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .failed(checks: ["total"]), failed: ["total"]))))
  func lesson() -> [String] { state.lessonLines(width: 60).map(\.text) }
  let folded = lesson().firstIndex { $0.contains("t for a hint") }
  press("t", in: &state)
  let unfolded = lesson().firstIndex { $0.contains("Hint   t for more") }
  #expect(folded != nil && folded == unfolded, "\(lesson())")
  #expect(unfolded.map { lesson()[$0 + 1] } == "        Count the gaps.")
  #expect(lesson().firstIndex { $0.contains("x empty") } ?? 0 > unfolded ?? 0, "the next check follows")
  state.size.height = 20
  press("g", "t", in: &state)
  #expect(view(state).rows.contains { $0.contains("one gap less") }, "the hint is scrolled to")
}

@Test func howARunEndedStandsAboveTheTasks() {
  var state = Fixture.state(100, 40)
  press("n", in: &state)
  state.begin(state.openKey, judges: true)
  let ending = Ending.notDone(text: "count the gaps", file: "Work/Exercise.swift", line: 3)
  _ = update(&state, .run(.finished(Fixture.result(ending: ending, failed: ["total"]))))
  let lines = state.lessonLines(width: 70).map(\.text)
  let said = lines.firstIndex { $0.contains("Exercise.swift:3: count the gaps") }
  let task = lines.firstIndex { $0.contains("[ ] Count the words") }
  #expect(said != nil && said.map { $0 + 2 } == task, "\(lines)")
}

@Test func questionsHaveTheirEmphasisAndEndWithTheRun() throws {
  var state = Fixture.state()
  var prediction = state.openStep.predictions[0]
  prediction.question = "How many if the words were *not* split?"
  let lines = state.questionLines(of: prediction, width: 60)
  #expect(lines.map(\.text) == ["How many if the words were not split?"])
  #expect(Set(lines[0].spans.map(\.style)).count == 2, "one word looks different")
  #expect(state.keyHints[0].key == "a")
  state.begin(state.openKey, judges: true)
  let result = StepResult(exercise: "count", step: "look", ending: .passed, tasks: [])
  _ = update(&state, .run(.finished(result)))
  #expect(state.lessonLines(width: 70).contains { $0.text == "  not answered" })
  #expect(state.keyHints[0].key == "n" && !state.keyHints.contains { $0.key == "a" })
  press("a", in: &state)
  #expect(state.notice == "the step has run already" && state.overlay == nil)
}

@Test func aPanelDoesNotAskForTheRunThatGoesOn() {
  var state = Fixture.state()
  #expect(view(state).rows.contains { $0.contains("not measured yet: r runs the step") })
  state.begin(state.openKey, judges: false)
  #expect(view(state).rows.contains { $0.contains("the step runs, and has not shown this yet") })
}
