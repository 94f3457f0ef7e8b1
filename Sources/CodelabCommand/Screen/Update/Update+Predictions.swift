import LessonKit

/// Answering a prediction.
extension State {
  /// Asks the next question of the step; until the step has run, an answer can be changed.
  mutating func askPrediction() {
    guard let prediction = nextPrediction ?? openStep.predictions.first else { return }
    overlay = .prompt(Prompt(prediction: prediction))
  }

  /// Text that was pasted is an answer or a search where one is asked for, and never a command.
  mutating func paste(_ character: Character) -> [Effect] {
    guard !character.isNewline, let overlay else { return [] }
    switch overlay {
    case .prompt(let prompt): return type(.character(character), into: prompt)
    case .palette(let palette): return type(.character(character), into: palette)
    case .exercises(let list) where list.isTyping: return type(.character(character), into: list)
    default: return []
    }
  }

  mutating func type(_ key: Key, into prompt: Prompt) -> [Effect] {
    var prompt = prompt
    switch key {
    case .escape, .control("c"):
      overlay = nil
    case .control("l"): return [.repaint]
    case .control("z"): return [.suspend]
    case .enter:
      return finish(prompt)
    default:
      if prompt.field.take(key) {
        prompt.complaint = nil
        overlay = .prompt(prompt)
      }
    }
    return []
  }

  /// Takes the answer of a prompt and goes on with what was to be done.
  private mutating func finish(_ prompt: Prompt) -> [Effect] {
    if !prompt.field.text.isEmpty {
      guard let answer = prompt.prediction.answer(from: prompt.field.text) else {
        var prompt = prompt
        prompt.complaint =
          "'\(prompt.field.text)' is not an answer; \(prompt.prediction.advice)"
        overlay = .prompt(prompt)
        return []
      }
      progress[openExercise.id].predictions[prompt.prediction.id] = answer
    }
    overlay = nil
    guard let then = prompt.then else { return [.save] }
    // An empty answer skips the question for this run; what is left is asked before it begins.
    let rest = openStep.predictions.drop { $0.id != prompt.prediction.id }.dropFirst()
    if let next = rest.first(where: { progress[openExercise.id].predictions[$0.id] == nil }) {
      overlay = .prompt(Prompt(prediction: next, then: then))
      return [.save]
    }
    return [.save, .run(exercise: exercise, step: step, judges: then == .check || openStep.checks.isEmpty)]
  }
}
