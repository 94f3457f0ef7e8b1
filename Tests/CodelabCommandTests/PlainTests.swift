import Codelab
import LessonKit
import TerminalUI
import Testing

@testable import CodelabCommand

@Test func plainModeTakesKeysNamesAndLabels() {
  let state = Fixture.state()
  for (line, command) in [
    ("r", Command.run), ("run", .run), ("Check", .check), ("]", .knobUp), ("more", .knobUp), ("^C", .cancel),
    ("tab", .focusNext), ("next", .next), ("Tab", .focusNext), ("G", .bottom), ("g", .top), ("?", .help),
    (" watch ", .watch), ("find", .filter), ("live views", .focusLive),
  ] {
    #expect(PlainCommand(line, in: state) == .command(command), "\(line)")
  }
  // Every command has a key and a name that can be typed.
  for command in Command.allCases {
    #expect(PlainCommand(command.keyName, in: state) == .command(command))
    #expect(PlainCommand(command.label, in: state) == .command(command))
  }
}

@Test func plainModeTakesSettingsSearchesAndAnswers() {
  var state = Fixture.state()
  #expect(PlainCommand("bits=8", in: state) == .knob("bits", 8))
  #expect(PlainCommand("bits 2", in: state) == .knob("bits", 2))
  #expect(PlainCommand("bits 3", in: state) == .unknown("the knob bits stands at one of 2, 4, 8"))
  #expect(PlainCommand("/loo", in: state) == .keys(["/", "l", "o", "o"]))
  #expect(PlainCommand("zzz", in: state) == .unknown("'zzz' is no command; ? lists all commands"))
  if case .unknown(let text) = PlainCommand("soluti", in: state) {
    #expect(text.contains("did you mean solution (s)"))
  }
  state.overlay = .prompt(Prompt(prediction: state.openStep.predictions[0]))
  #expect(PlainCommand("7", in: state) == .keys([.control("u"), "7", .enter]))
  #expect(PlainCommand("", in: state) == .keys([.control("u"), .enter]))
  #expect(PlainCommand("esc", in: state) == .keys([.escape]))
  state.overlay = .confirm(question: "?", .reset)
  #expect(PlainCommand("Yes", in: state) == .keys(["y"]))
  #expect(PlainCommand("perhaps", in: state) == .unknown("type y or n"))
}

/// What plain mode prints after a line, with effects left undone.
private func answer(_ line: String, _ state: inout State) -> String {
  let old = state
  switch PlainCommand(line, in: state) {
  case .unknown(let text): return text
  case .knob(let name, let value): _ = update(&state, .setKnob(name: name, value: value))
  case .command(let command):
    if let lines = state.plainAnswer(to: command) { return lines.joined(separator: "\n") }
    _ = update(&state, .key(command.keys[0]))
  case .keys(let keys): for key in keys { _ = update(&state, .key(key)) }
  }
  return state.plainNews(since: old).joined(separator: "\n")
}

@Test func plainModePrintsWhatTheScreenWouldShow() {
  var state = Fixture.state()
  #expect(state.plainStep.joined(separator: "\n").contains("? How many words has it?"))
  #expect(answer("p", &state) == "this is the first step")
  #expect(answer("predict", &state).contains("How many words has it?"))
  #expect(answer("many", &state).contains("'many' is not an answer"))
  #expect(answer("7", &state) == "")
  #expect(state.progress["count"].predictions["words"] == .value(7))
  #expect(answer("n", &state).contains("== Count words, step 2 of 2: Count them =="))
  #expect(answer("bits 8", &state) == "bits is 8 of 2 4 8")
  #expect(answer("]", &state) == "bits ends at 8")
  #expect(answer("?", &state).contains("Run the step and have your work judged"))
  _ = update(&state, .key(.escape))
  #expect(answer("o", &state).contains("1: v Count words"))
  #expect(answer("around", &state).contains("1: > Look around"))
  #expect(answer("1", &state).contains("== Look around, step 1 of 1: Look =="))
  #expect(answer("2", &state).contains("Nothing to do."))
  #expect(answer("j", &state).contains("everything is printed here"))
}

@Test func plainModePrintsHintsAndFigures() {
  var state = Fixture.state()
  let figure = Figure("lengths", title: "Lengths", .bars(Bars([.init("a", 3)], unit: .count)))
  state.figures[state.openKey] = ["lengths": figure]
  #expect(answer("3", &state) == "Lengths\n  a: 3")
  #expect(answer("3", &state) == "Lengths\n  a: 3", "asked again, it is said again")
  _ = answer("n", &state)
  state.begin(state.openKey, judges: true)
  _ = update(&state, .run(.finished(Fixture.result(ending: .failed(checks: ["total"]), failed: ["total"]))))
  #expect(answer("hint", &state) == "Hint for total:\nCount the gaps.")
  #expect(answer("results", &state).contains("every word counts"))
}

@Test func fuzzyMatchesPreferTheBeginningsOfWords() {
  #expect(FuzzyMatch.score("nxt", in: "Next step") != nil)
  #expect(FuzzyMatch.score("xz", in: "Next step") == nil)
  #expect(FuzzyMatch.score("", in: "anything") == 0)
  // The beginnings of words count more than letters within them.
  #expect(FuzzyMatch.score("ns", in: "Next step")! > FuzzyMatch.score("ns", in: "transpose")!)
  #expect(
    FuzzyMatch.filter(["knobs", "next step", "nest"], by: "ns") { $0 } == ["next step", "nest", "knobs"])
}
