import Codelab
import TerminalUI
import Testing

@testable import CodelabCommand
@testable import LessonKit

/// Presses keys one after the other and returns what is to be done.
@discardableResult
func press(_ keys: Key..., in state: inout State) -> [Effect] {
  keys.flatMap { update(&state, .key($0)) }
}

func isRun(_ effects: [Effect], step: Int, judges: Bool) -> Bool {
  effects.contains { effect in
    if case .run(_, step, judges) = effect { true } else { false }
  }
}

@Test func everyKeyHasOneCommandAndEveryCommandAKey() {
  let keys = Command.allCases.flatMap(\.keys)
  #expect(Set(keys).count == keys.count)
  #expect(Command.allCases.allSatisfy { !$0.keys.isEmpty && !$0.title.isEmpty && !$0.label.isEmpty })
  let listed = Command.groups.flatMap(\.commands)
  #expect(listed.count == Command.allCases.count && Set(listed) == Set(Command.allCases), "the help has all")
}

@Test func nextAndPreviousWalkAcrossExercises() {
  var state = Fixture.state()
  press(.character("n"), in: &state)
  #expect(state.openStep.id == "count")
  press(.character("n"), in: &state)
  #expect(state.openExercise.id == "look" && state.progress.lastExercise == "look")
  press(.character("n"), in: &state)
  #expect(state.openExercise.id == "look" && state.notice == "this is the last step")
  press(.character("p"), in: &state)
  #expect(state.openExercise.id == "count" && state.openStep.id == "count")
}

@Test func theFirstRunAsksForThePrediction() {
  var state = Fixture.state()
  #expect(press(.character("r"), in: &state).isEmpty)
  guard case .prompt = state.overlay else { return #expect(Bool(false), "no prompt") }
  let effects = press(.character("7"), .enter, in: &state)
  #expect(isRun(effects, step: 0, judges: true), "a step without checks is judged by running")
  #expect(state.progress["count"].predictions["words"] == .value(7))
  #expect(state.overlay == nil)
}

@Test func anAnswerThatIsNoneIsExplainedAndKept() {
  var state = Fixture.state()
  press(.character("a"), .character("q"), .character("x"), .enter, in: &state)
  guard case .prompt(let prompt) = state.overlay else { return #expect(Bool(false), "no prompt") }
  #expect(prompt.field.text == "qx")
  #expect(prompt.complaint?.contains("not an answer") == true)
  press(.escape, in: &state)
  #expect(state.overlay == nil && state.progress["count"].predictions.isEmpty)
}

@Test func enterAloneRunsWithoutAnAnswer() {
  var state = Fixture.state()
  let effects = press(.character("r"), .enter, in: &state)
  #expect(isRun(effects, step: 0, judges: true))
  #expect(state.progress["count"].predictions.isEmpty)
}

@Test func aSecondRunDuringARunIsRefusedWithAReason() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  #expect(press(.character("c"), in: &state).isEmpty)
  #expect(state.notice == "a run is going on; ^C cancels it")
}

@Test func controlCCancelsARunAndQuitsOnlyWhenPressedTwiceIdle() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  guard case .cancelRun? = press(.control("c"), in: &state).first else {
    return #expect(Bool(false), "no cancel")
  }
  state.run = nil
  #expect(press(.control("c"), in: &state).isEmpty)
  press(.character("j"), in: &state)
  #expect(press(.control("c"), in: &state).isEmpty, "another key in between disarms")
  let effects = press(.control("c"), in: &state)
  #expect(effects.contains { if case .quit = $0 { true } else { false } })
}

@Test func pastedTextIsNeverACommandButIsAnAnswer() {
  var state = Fixture.state()
  for character in "qrn" { #expect(update(&state, .pasted(character)).isEmpty) }
  #expect(state.step == 0 && state.overlay == nil)
  press(.character("a"), in: &state)
  for character in "4\n" { #expect(update(&state, .pasted(character)).isEmpty) }
  guard case .prompt(let prompt) = state.overlay else { return #expect(Bool(false), "no prompt") }
  #expect(prompt.field.text == "4")
}

@Test func aKnobStopsAtItsEndsAndRunsAStepAgain() {
  var state = Fixture.state()
  press(.character("n"), in: &state)
  #expect(!isRun(press(.character("]"), in: &state), step: 1, judges: false), "nothing ran before")
  #expect(state.knobs == ["bits": 8])
  press(.character("]"), in: &state)
  #expect(state.knobs == ["bits": 8] && state.notice == "bits ends at 8")
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .passed))))
  #expect(isRun(press(.character("["), in: &state), step: 1, judges: false))
  #expect(state.knobs == ["bits": 4])
}

@Test func aRunFillsPanelsMetricsAndProgress() {
  var state = Fixture.state()
  press(.character("n"), in: &state)
  state.begin(state.openKey, judges: true)
  let figure = Figure("lengths", title: "Lengths", .bars(Bars([.init("a", 3)], unit: .count)))
  for event in [
    Event.figure(figure), .metric(Metric(name: "words", value: 3, unit: .count)),
    .log(text: "\u{1B}[2Jhello"),
  ] {
    _ = update(&state, .run(.event(event)))
  }
  #expect(state.figures[state.openKey]?["lengths"] == figure)
  #expect(state.openView.metrics["words"]?.value == 3)
  #expect(state.log.lines.last?.text == "hello", "escapes never reach the log")
  _ = update(&state, .run(.finished(Fixture.result(ending: .passed))))
  #expect(state.run == nil && state.points == 3 && state.status(of: state.openStep) == .done)
}

@Test func hintsFollowAFailedCheckAndGiveMoreEachTime() {
  var state = Fixture.state()
  press(.character("n"), .character("t"), in: &state)
  #expect(state.notice?.contains("checks your work") == true)
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .failed(checks: ["total"]), failed: ["total"]))))
  press(.character("t"), in: &state)
  #expect(state.shownHints.map(\.check) == ["total"])
  let first = state.shownHints[0].text
  press(.character("t"), in: &state)
  #expect(state.shownHints[0].text.contains("one gap less"), "was \(first), then \(state.shownHints[0].text)")
}

@Test func aRunThatDrewNothingLeavesNoOldFiguresAndNumbers() {
  var state = Fixture.state()
  let figure = Figure("lengths", title: "Lengths", .bars(Bars([.init("a", 3)], unit: .count)))
  func run(_ events: [Event], _ ending: Ending) {
    state.begin(state.openKey, judges: true)
    for event in events { _ = update(&state, .run(.event(event))) }
    let result = StepResult(exercise: "count", step: "look", ending: ending, tasks: [])
    _ = update(&state, .run(.finished(result)))
  }
  run([.figure(figure), .metric(Metric(name: "words", value: 3, unit: .count))], .passed)
  #expect(state.panels.map(\.figure) == [figure] && state.openView.metrics["words"] != nil)
  run([], .cancelled)
  #expect(state.panels.map(\.figure) == [figure], "cancelling shows nothing new and takes nothing away")
  run([], .exitedEarly(status: 0))
  #expect(state.panels.map(\.figure) == [nil] && state.openView.metrics.isEmpty)
}

@Test func aKnobDoesNotCancelAnotherStepsRun() {
  var state = Fixture.state()
  state.begin(state.openKey, judges: false)
  press(.character("n"), in: &state)
  #expect(press(.character("]"), in: &state).isEmpty)
  #expect(state.notice?.contains("another step is running") == true && state.knobs == ["bits": 4])
}

@Test func updatesWithoutARunChangeNothing() {
  var state = Fixture.state()
  let before = view(state)
  _ = update(&state, .run(.output("late")))
  #expect(view(state) == before)
}

@Test func theLogKeepsABoundedNumberOfLines() {
  var log = Log()
  for index in 0..<30_000 { log.add("\(index)") }
  #expect(log.lines.count <= Log.capacity + 1_000)
  #expect(log.lines.last?.text == "29999")
}

@Test func unknownKeysSaySoAndDoNothing() {
  var state = Fixture.state()
  #expect(press(.character("ü"), in: &state).isEmpty)
  #expect(state.notice?.contains("does nothing here") == true)
}
