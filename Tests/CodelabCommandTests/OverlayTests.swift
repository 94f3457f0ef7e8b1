import Codelab
import TerminalUI
import Testing

@testable import CodelabCommand
@testable import LessonKit

private func rows(_ state: State) -> String { view(state).rows.joined(separator: "\n") }

@Test func thePaletteFindsCommandsByLettersAndSaysWhyOneDoesNothing() {
  var state = Fixture.state()
  press(":", "h", "i", "n", "t", in: &state)
  #expect(state.commands(matching: "hint").first == .hint)
  #expect(rows(state).contains("t       hint: this step has nothing to judge"))
  #expect(press(.enter, in: &state).isEmpty && state.overlay != nil)
  #expect(state.notice == "this step has nothing to judge")
  press(.control("u"), "n", "e", "x", "t", .enter, in: &state)
  #expect(state.overlay == nil && state.openStep.id == "count")
  // Letters are text here, never commands.
  press(.control("p"), "q", in: &state)
  guard case .palette(let palette) = state.overlay else { return #expect(Bool(false), "no palette") }
  #expect(palette.field.text == "q")
  press("z", "z", "z", .enter, in: &state)
  #expect(state.notice == "no command matches 'qzzz'")
  press(.escape, in: &state)
  #expect(state.overlay == nil)
}

@Test func everyCommandIsReachableFromThePalette() {
  var state = Fixture.state(120, 40)
  for command in Command.allCases where ![.palette, .open, .back].contains(command) {
    #expect(state.commands(matching: command.title).first == command, "\(command.title)")
  }
  press(":", in: &state)
  for _ in 0..<100 { press(.down, in: &state) }
  press(.enter, in: &state)
  #expect(state.overlay == nil, "the last one is chosen, however often Down was pressed")
}

@Test func exercisesAreFoundByAPartOfTheirTitle() {
  var state = Fixture.state()
  press("/", "a", "r", "o", "u", in: &state)
  #expect(rows(state).contains("Look around"))
  #expect(!rows(state).contains("Count them"))
  let effects = press(.enter, in: &state)
  #expect(state.openExercise.id == "look" && state.overlay == nil && effects == [.save])
  press("/", "x", "y", "z", .enter, in: &state)
  #expect(state.notice == "no exercise matches 'xyz'")
  press(.escape, in: &state)
}

@Test func theListOfExercisesShowsProgress() {
  var state = Fixture.state()
  press("n", in: &state)
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .passed))))
  press("o", in: &state)
  let text = rows(state)
  #expect(text.contains("Count words") && text.contains("1/2 steps  3/3 points"), "\(text)")
  #expect(text.contains("x 2 Count them"))
  press("g", .enter, in: &state)
  #expect(state.openExercise.id == "count" && state.overlay == nil)
}

@Test func theEditorOpensAtTheChosenDiagnostic() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  let file = "Work/01-intro/01-count/Exercise.swift"
  let found = [
    Diagnostic(file: file, line: 3, column: 5, message: "first", sourceLine: "let a = b"),
    Diagnostic(file: file, line: 9, column: 1, message: "second", sourceLine: "c"),
    Diagnostic(file: "Codelabs/01-intro/01-count/Lesson.swift", line: 70, message: "third"),
  ]
  _ = update(&state, .run(.diagnostics(found)))
  #expect(rows(state).contains("\(file):3:5"))
  #expect(press("j", "e", in: &state) == [.edit(exercise: 0, line: 9)])
  #expect(state.overlay == nil)
  state.overlay = .diagnostics(DiagnosticList(diagnostics: found, selected: 2))
  #expect(press(.enter, in: &state) == [.edit(exercise: 0, line: nil)], "a line of another file says nothing")
}

@Test func theSolutionIsShownAfterPassingOrAfterAQuestion() {
  var state = Fixture.state(120, 40)
  #expect(press("s", in: &state).isEmpty)
  #expect(rows(state).contains("gives away every task"))
  #expect(press("n", in: &state).isEmpty && state.overlay == nil)
  press("s", in: &state)
  #expect(press("y", in: &state) == [.compare(exercise: 0)])
  state.progress["count"].steps["count"] = {
    var step = StepProgress()
    step.status = .passed
    return step
  }()
  #expect(press("s", in: &state) == [.compare(exercise: 0)], "nothing is left to give away")
  let comparison = Comparison(yours: "a\nb\nc\n", solution: "a\nx\nc\nd\n")
  _ = update(&state, .compared(comparison))
  let wide = rows(state)
  #expect(wide.contains("Your Exercise.swift") && wide.contains("b") && wide.contains("| x"))
  _ = update(&state, .resized(Size(width: 80, height: 24)))
  #expect(rows(state).contains("- b") && rows(state).contains("+ x"))
}

@Test func longLinesOfCodeBreakBetweenWordsBesideTheSolution() {
  var state = Fixture.state(120, 40)
  let line = "    let " + (1...20).map { "name\($0)" }.joined(separator: " + ")
  _ = update(&state, .compared(Comparison(yours: line, solution: line + " + 1")))
  let words = rows(state).split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
  for number in 1...20 { #expect(words.filter { $0 == "name\(number)" }.count == 2) }
  #expect(rows(state).contains("|       name"), "what goes on is indented further")
}

@Test func comparisonsKeepEveryLineOfBothFiles() {
  let yours = "a\nb\n\nc\nd\n", solution = "a\nB\nb\n\nd\ne"
  let comparison = Comparison(yours: yours, solution: solution)
  var left: [String] = [], right: [String] = []
  for row in comparison.rows {
    switch row {
    case .same(let line):
      left.append(line)
      right.append(line)
    case .changed(let old, let new):
      left += [old].compactMap { $0 }
      right += [new].compactMap { $0 }
    }
  }
  #expect(left == ["a", "b", "", "c", "d"] && right == ["a", "B", "b", "", "d", "e"])
  #expect(comparison.rows.count { if case .same = $0 { true } else { false } } == 4)
  #expect(comparison.firstChange == 1)
  #expect(Comparison(yours: yours, solution: yours).isEqual)
}

@Test func resultsCompareWithTheRunBefore() {
  var state = Fixture.state(120, 40)
  press("n", in: &state)
  press("i", in: &state)
  #expect(state.overlay == nil && state.notice == "the step has not run yet; r runs it")
  func run(_ accuracy: Double, bits: Double) {
    state.begin(state.openKey, judges: true)
    var result = Fixture.result(ending: .passed)
    result.metrics = [
      Metric(name: "accuracy", value: accuracy, unit: .fraction),
      Metric(name: "size", value: accuracy * 1_000, unit: .bytes),
    ]
    result.knobs = ["bits": bits]
    let curve = Curves([.init("train", x: [1, 2], y: [0, accuracy])], axis: "epoch", unit: .fraction)
    _ = update(&state, .run(.event(.figure(Figure("curve", title: "Curve", .curves(curve))))))
    _ = update(&state, .run(.finished(result)))
  }
  run(0.9, bits: 4)
  run(0.925, bits: 8)
  press("5", in: &state)
  let text = rows(state)
  for expected in [
    "92.5 %", "90.0 %", "+2.5 points", "925 B", "+2.8 %", "bits 4 before", "Passed, 3 of 3 points",
  ] {
    #expect(text.contains(expected), "\(expected) is missing in\n\(text)")
  }
}

@Test func theCurveOfTheRunBeforeStaysAsAGhost() {
  var state = Fixture.state()
  func run(_ y: [Double], _ ending: Ending) {
    state.begin(state.openKey, judges: true)
    let curve = Curves([.init("train", x: [1, 2], y: y)], axis: "epoch", unit: .fraction)
    _ = update(&state, .run(.event(.figure(Figure("lengths", title: "Curve", .curves(curve))))))
    _ = update(
      &state, .run(.finished(StepResult(exercise: "count", step: "look", ending: ending, tasks: []))))
  }
  func curves() -> [Curves.Series] {
    if case .curves(let curves) = state.panels[0].figure?.content { curves.series } else { [] }
  }
  run([0.1, 0.2], .passed)
  #expect(curves().map(\.isGhost) == [false])
  run([0.3, 0.4], .passed)
  #expect(curves().map(\.label) == ["train", "train, before"])
  #expect(curves().map(\.isGhost) == [false, true] && curves()[1].y == [0.1, 0.2])
  run([0.3, 0.4], .passed)
  #expect(curves().count == 1, "the same curve twice says nothing")
}

@Test func whatWasLeftOutIsMarked() {
  var state = Fixture.state(120, 40)
  let step = state.openExercise.steps[1], mark = state.theme.glyphs.skipped
  state.progress.skip(step, of: state.openExercise)
  #expect(state.status(of: step) == .skipped && rows(state).contains("\(mark) \(step.title.prefix(6))"))
  press("/", in: &state)
  #expect(rows(state).contains("\(mark) 2 \(step.title.prefix(6))"))
  state.progress[state.openExercise.id].steps[step.id]?.status = .passed
  #expect(state.status(of: step) == .done, "passing it later counts all the same")
}

@Test func theModelsOfAllRunsBeforeStayAsGhosts() {
  var state = Fixture.state()
  func run(_ label: String, _ cost: Double) {
    state.begin(state.openKey, judges: true)
    let tradeoff = Tradeoff(
      [.init(label, cost: cost, quality: 0.9, isChosen: true)], costUnit: .bytes, qualityUnit: .fraction)
    _ = update(&state, .run(.event(.figure(Figure("lengths", title: "Models", .tradeoff(tradeoff))))))
    _ = update(
      &state, .run(.finished(StepResult(exercise: "count", step: "look", ending: .passed, tasks: []))))
  }
  func points() -> [Tradeoff.Point] {
    if case .tradeoff(let tradeoff) = state.panels[0].figure?.content { tradeoff.points } else { [] }
  }
  run("8 bits", 80)
  #expect(points().map(\.isGhost) == [false])
  run("4 bits", 40)
  run("2 bits", 20)
  #expect(points().map(\.label) == ["2 bits", "4 bits", "8 bits"])
  #expect(
    points().map(\.isGhost) == [false, true, true] && points().map(\.isChosen) == [true, false, false])
  run("4 bits", 40)
  #expect(points().map(\.label) == ["4 bits", "2 bits", "8 bits"], "the same model twice says nothing")
}

@Test func pointsOfAChartAreSelectedInTheOrderOfCost() {
  var state = Fixture.state(120, 40)
  let tradeoff = Tradeoff(
    [
      .init("b", cost: 20, quality: 0.9, isChosen: true), .init("a", cost: 10, quality: 0.5),
      .init("c", cost: 30, quality: 0.8),
    ], costUnit: .bytes, qualityUnit: .fraction)
  state.figures[state.openKey] = ["lengths": Figure("lengths", title: "Models", .tradeoff(tradeoff))]
  press("+", in: &state)
  #expect(state.zoomed == .live && rows(state).contains("Models"))
  press("h", in: &state)
  #expect(state.notice == "a: 10 B, 50.0 %, on the frontier")
  press("l", "l", in: &state)
  #expect(state.notice == "c: 30 B, 80.0 %, beaten by b")
  press("l", in: &state)
  #expect(state.selectedPoints == ["lengths": 2], "there is none beyond the last")
  press(.escape, in: &state)
  #expect(state.zoomed == nil)
}

@Test func copyingTakesWhatIsInFront() {
  var state = Fixture.state(120, 40)
  func copied(_ effects: [Effect]) -> String {
    if case .copy(let text) = effects.first { text } else { "" }
  }
  #expect(copied(press("y", in: &state)).contains("How many words has a line?"))
  press("4", in: &state)
  #expect(state.notice == nil && state.focus == .log)
  state.note("a line of the log")
  #expect(copied(press("y", in: &state)) == "12:00:00  a line of the log\n")
  press("?", in: &state)
  #expect(copied(press("y", in: &state)).contains("Run the step and see its figures"))
  // A terminal takes only so much.
  press(.escape, in: &state)
  for index in 0..<9_000 { state.note("line \(index)") }
  let text = copied(press("y", in: &state))
  #expect(text.utf8.count <= 48 * 1_024 && text.hasSuffix("line 8999\n"))
}

@Test func theMouseFocusesScrollsAndOpens() {
  var state = Fixture.state(120, 40)
  #expect(press("m", in: &state) == [.setMouse(true)])
  let log = state.layout.log!.rect
  #expect(update(&state, .clicked(x: log.x + 3, y: log.y + 1)).isEmpty && state.focus == .log)
  let tree = state.layout.tree!.content
  let row = state.treeRows.firstIndex(of: .step(1))!
  #expect(update(&state, .clicked(x: tree.x + 2, y: tree.y + row)) == [.save])
  #expect(state.openStep.id == "count" && state.focus == .lesson)
  press("?", in: &state)
  _ = update(&state, .scrolled(x: 60, y: 20, rows: 3))
  _ = update(&state, .clicked(x: 0, y: 0))
  #expect(state.overlay == nil, "a click beside it closes it")
  press(":", in: &state)
  let shown = state.shownOverlay!
  let line = shown.content.body.firstIndex { $0.text.contains("Previous step") }!
  let y = shown.frame.text.y + shown.content.head.count + line - shown.top
  _ = update(&state, .clicked(x: shown.frame.text.x, y: y))
  #expect(state.overlay == nil && state.openStep.id == "look")
  #expect(press("m", in: &state) == [.setMouse(false)])
}

@Test func whatIsTypedStaysVisibleOnATinyScreen() {
  for size in [Size(width: 20, height: 5), Size(width: 10, height: 3)] {
    var state = Fixture.state(size.width, size.height)
    press("a", "1", "2", in: &state)
    #expect(rows(state).contains("> 12"), "\(size)")
  }
}

@Test func aPredictionIsScoredByCodeThatPasses() {
  var state = Fixture.state(120, 40)
  press("a", "3", .enter, in: &state)
  func run(_ ending: Ending) -> String {
    state.begin(state.openKey, judges: true)
    var result = Fixture.result(ending: ending)
    result.step = state.openStep.id
    result.metrics = [Metric(name: "words", value: 7, unit: .count)]
    _ = update(&state, .run(.finished(result)))
    return rows(state)
  }
  #expect(run(.failed(checks: ["total"])).contains("measured: 7   scored when the checks pass"))
  #expect(run(.passed).contains("measured: 7   ! off"))
}

@Test func longTitlesGoOnInTheNextLineOfTheTree() {
  var state = Fixture.state(120, 40)
  let rows = state.treeLines(Size(width: 13, height: 40)).map(\.text)
  #expect(rows.prefix(5) == ["v 1 Intro", " v Count", "   words", "   * Look at", "     a line"])
  // Both lines are one row: a click on the second opens it, and Down goes past it.
  let lines = Array(state.treeLines(Size(width: 13, height: 40)))
  #expect(lines[3].row == lines[4].row && lines[5].row == lines[4].row + 1)
  // The marked row stays visible in a low tree, whatever is above it.
  press("1", "j", "j", in: &state)
  let low = state.treeLines(Size(width: 13, height: 3))
  #expect(low.count == 3 && low.contains { $0.row == state.treeRow })
}

@Test func theLogShowsLongLinesWholeAndFillsTheScreenWhereItIsOneLine() {
  var state = Fixture.state(80, 24)
  state.note("first")
  state.note((1...40).map { "word\($0)" }.joined(separator: " "))
  #expect(view(state).rows.contains { $0.hasSuffix("...") }, "one line has no room for it")
  press("4", in: &state)
  #expect(state.zoomed == .log && rows(state).contains("word40") && rows(state).contains("first"))
  for index in 0..<100 { state.note("line \(index)") }
  press("g", in: &state)
  #expect(rows(state).contains("first") && rows(state).contains("word40"), "the oldest is at the top")
  press("G", in: &state)
  #expect(rows(state).contains("line 99") && state.logOffset == 0)
  press(.escape, in: &state)
  #expect(state.zoomed == nil && !rows(state).contains("line 98"))
  // With room for a pane, the key focuses it, and Enter lets it fill the screen.
  state.size = Size(width: 120, height: 40)
  press("4", in: &state)
  #expect(state.zoomed == nil && state.focus == .log)
  press(.enter, in: &state)
  #expect(state.zoomed == .log && rows(state).contains("line 70"))
}

@Test func nothingOfThePanesIsLeftBesideAWideOverlay() {
  var state = Fixture.state(80, 24)
  press("?", in: &state)
  let rows = view(state).rows.dropFirst().dropLast()
  #expect(rows.allSatisfy { $0.isEmpty || $0.hasPrefix("  +") || $0.hasPrefix("  |") }, "\(rows)")
  state.size = Size(width: 120, height: 40)
  #expect(view(state).rows.contains { $0.hasPrefix("+- Exercises") }, "there is room for both")
}
