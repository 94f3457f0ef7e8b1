/// The key line.
extension State {
  /// Keys and labels for the key line, most useful first.
  var keyHints: [(key: String, label: String)] {
    func hint(_ command: Command, _ label: String? = nil) -> (key: String, label: String) {
      (command.keyName, label ?? command.label)
    }
    switch overlay {
    case .help, .results, .solution: return [("Esc", "close"), ("j k", "scroll"), hint(.copy)]
    case .diagnostics: return [hint(.edit, "edit there"), ("j k", "select"), ("Esc", "close"), hint(.copy)]
    case .exercises(let list):
      let select = list.isTyping ? ("Up Down", "select") : ("j k", "select")
      return [("Enter", "open"), select] + (list.isTyping ? [] : [hint(.filter)]) + [("Esc", "close")]
    case .palette: return [("Enter", "do it"), ("Up Down", "select"), ("Esc", "close")]
    case .prompt: return [("Enter", "answer"), ("Esc", "not now")]
    case .confirm: return [("y", "yes"), ("n", "no")]
    case nil: break
    }
    var hints: [(key: String, label: String)] = []
    func add(_ command: Command, _ label: String? = nil) {
      if objection(to: command) == nil { hints.append(hint(command, label)) }
    }
    add(.cancel)
    let isPassed = openView.result?.ending == .passed
    if isPassed { add(.next) }
    if nextPrediction != nil { add(.predict) }
    add(.run)
    if !openStep.checks.isEmpty {
      add(.check)
      add(.edit)
      // Also before a check, so that it is known where help comes from.
      if !openStep.hints.isEmpty { hints.append(hint(.hint)) }
    }
    if !isPassed { add(.next) }
    if let knob = openKnob { hints.append(("[ ]", knob.name)) }
    add(.knobNext)
    add(.results)
    if let zoomed {
      add(.zoomOut)
      if zoomed == .live, selectablePanel != nil { hints.append(("h l", "select a point")) }
    }
    add(.view)
    if step > 0 { add(.previous) }
    add(.exercises)
    add(.focusNext)
    add(.quit)
    add(.palette)
    add(.zoomIn)
    add(.watch)
    return hints
  }
}
