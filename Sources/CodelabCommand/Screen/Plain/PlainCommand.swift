import Codelab
import LessonKit

/// What a line typed in plain mode means.
enum PlainCommand: Equatable {
  /// The same as pressing these keys, one after the other.
  case keys([Key])
  /// A command.
  case command(Command)
  /// A knob, by name, to set.
  case knob(String, Double)
  /// Nothing; why, and what to do.
  case unknown(String)

  /// Reads a line: the answer to a question, or else a command by its key, its name or a part of its name.
  init(_ line: String, in state: State) {
    let text = line.trimmingPrefix { $0.isWhitespace }.description
    let words = text.split(separator: " ").map(String.init)
    let isBack = ["esc", "back"].contains(text.lowercased())
    switch state.overlay {
    case .prompt:
      self = .keys(isBack ? [.escape] : [.control("u")] + text.map(Key.character) + [.enter])
      return
    case .confirm:
      let answer = text.first.map { Character($0.lowercased()) }
      self =
        isBack
        ? .keys([.escape])
        : answer == "y" ? .keys(["y"]) : answer == "n" ? .keys(["n"]) : .unknown("type y or n")
      return
    case .exercises(let list):
      if isBack {
        self = .keys([.escape])
      } else if let number = Int(text), number > 0 {
        let start: [Key] = list.isTyping ? Array(repeating: .up, count: list.selected) : ["g"]
        self = .keys(start + Array(repeating: .down, count: number - 1) + [.enter])
      } else {
        self = .keys((list.isTyping ? [] : ["/"]) + [.control("u")] + text.map(Key.character))
      }
      return
    case .help, .results, .solution, .palette, .diagnostics, nil: break
    }
    if let setting = Self.setting(in: text, words, of: state.openExercise) {
      self = setting
    } else if let command = Self.command(words) {
      self = .command(command)
    } else if words.first == "/" || (text.hasPrefix("/") && text.count > 1) {
      self = .keys(["/"] + text.dropFirst().map(Key.character))
    } else {
      let near = state.commands(matching: text).prefix(3).map { "\($0.label) (\($0.keyName))" }
      let hint = near.isEmpty ? "? lists all commands" : "did you mean \(near.joined(separator: ", "))?"
      self = .unknown("'\(text)' is no command; \(hint)")
    }
  }

  /// The command with a key, a name or a label.
  private static func command(_ words: [String]) -> Command? {
    guard let first = words.first else { return nil }
    if words.count == 1 {
      if let exact = Command.allCases.first(where: { $0.keys.contains { $0.name == first } }) { return exact }
      let name = first.lowercased()
      let named = Command.allCases.first { command in
        command.keys.contains { $0.name.count > 1 && $0.name.lowercased() == name }
      }
      if let named { return named }
    }
    let label = words.joined(separator: " ").lowercased()
    return Command.allCases.first { $0.label == label || "\($0)".lowercased() == label }
  }

  /// A knob and its position, as in `bits=4` or `bits 4`.
  private static func setting(in text: String, _ words: [String], of exercise: Exercise) -> PlainCommand? {
    var parts = text.split(separator: "=", maxSplits: 1).map { $0.trimming(\.isWhitespace) }
    if parts.count != 2, words.count == 2 { parts = words }
    guard parts.count == 2, let knob = exercise.knob(parts[0]) else { return nil }
    guard let value = Double(parts[1]), knob.values.contains(value) else {
      let values = knob.values.map { Metric.Unit.number.text($0) }.joined(separator: ", ")
      return .unknown("the knob \(knob.name) stands at one of \(values)")
    }
    return .knob(knob.name, value)
  }
}

extension StringProtocol {
  /// The text without characters of some kind at its ends.
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    let start = drop(while: isTrimmed)
    return String(String(start.reversed().drop(while: isTrimmed).reversed()))
  }
}
