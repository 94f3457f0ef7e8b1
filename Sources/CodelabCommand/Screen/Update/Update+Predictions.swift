import LessonKit

/// Takes a key into the answer of a prediction.
func type(_ key: Key, into prompt: Prompt, _ state: inout State) -> [Effect] {
  var prompt = prompt
  switch key {
  case .escape, .control("c"):
    state.overlay = nil
    return []
  case .backspace:
    if !prompt.text.isEmpty { prompt.text.removeLast() }
  case .control("u"):
    prompt.text = ""
  case .control("l"):
    return [.repaint]
  case .control("z"):
    return [.suspend]
  case .character(let character) where prompt.text.count < 40:
    prompt.text.append(character)
    prompt.complaint = nil
  case .enter:
    return state.finish(prompt)
  default:
    break
  }
  state.overlay = .prompt(prompt)
  return []
}

extension State {
  /// Takes the answer of a prompt and goes on with what was to be done.
  fileprivate mutating func finish(_ prompt: Prompt) -> [Effect] {
    if !prompt.text.isEmpty {
      guard let answer = prompt.prediction.answer(from: prompt.text) else {
        var prompt = prompt
        prompt.complaint = "'\(prompt.text)' is not an answer; type it \(prompt.prediction.instruction)"
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
