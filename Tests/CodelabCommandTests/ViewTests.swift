import Codelab
import LessonKit
import TerminalUI
import Testing

@testable import CodelabCommand

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
    "bits   2 [4] 8", "Count them: Not passed yet: total, 0 of 3 points",
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
      state.isZoomed.toggle()
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
