/// Something that a key does.
///
/// This is the one table of keys: it feeds key handling, the key line and the help.
enum Command: CaseIterable, Sendable {
  case run, check, predict, edit, hint, next, previous, knobDown, knobUp, view, cancel
  case exercises, focusNext, focusPrevious, up, down, left, right, pageUp, pageDown, top, bottom
  case open, back, reset, help, repaint, suspend, quit

  /// The keys that give the command; the first is the one that is shown.
  var keys: [Key] {
    switch self {
    case .run: [.character("r")]
    case .check: [.character("c")]
    case .predict: [.character("a")]
    case .edit: [.character("e")]
    case .hint: [.character("t")]
    case .next: [.character("n")]
    case .previous: [.character("p")]
    case .knobDown: [.character("[")]
    case .knobUp: [.character("]")]
    case .view: [.character("v")]
    case .cancel: [.control("c")]
    case .exercises: [.character("o")]
    case .focusNext: [.tab]
    case .focusPrevious: [.backTab]
    case .up: [.up, .character("k")]
    case .down: [.down, .character("j")]
    case .left: [.left, .character("h")]
    case .right: [.right, .character("l")]
    case .pageUp: [.pageUp, .control("b")]
    case .pageDown: [.pageDown, .character(" "), .control("f")]
    case .top: [.home, .character("g")]
    case .bottom: [.end, .character("G")]
    case .open: [.enter]
    case .back: [.escape]
    case .reset: [.character("x")]
    case .help: [.character("?")]
    case .repaint: [.control("l")]
    case .suspend: [.control("z")]
    case .quit: [.character("q")]
    }
  }

  /// A word or two for the key line.
  var label: String {
    switch self {
    case .run: "run"
    case .check: "check"
    case .predict: "predict"
    case .edit: "edit"
    case .hint: "hint"
    case .next: "next"
    case .previous: "previous"
    case .knobDown: "less"
    case .knobUp: "more"
    case .view: "view"
    case .cancel: "cancel"
    case .exercises: "exercises"
    case .focusNext: "pane"
    case .help: "help"
    case .quit: "quit"
    default: title.lowercased()
    }
  }

  /// A sentence for the help.
  var title: String {
    switch self {
    case .run: "Run the step and see its figures"
    case .check: "Run the step and have your work judged"
    case .predict: "Answer the step's question before it runs"
    case .edit: "Edit your Exercise.swift in $VISUAL or $EDITOR"
    case .hint: "Show a hint for the check that failed; again for more"
    case .next: "Next step"
    case .previous: "Previous step"
    case .knobDown: "Turn the step's knob down and run again"
    case .knobUp: "Turn the step's knob up and run again"
    case .view: "Show the next live view"
    case .cancel: "Cancel the run; twice when nothing runs: quit"
    case .exercises: "Choose an exercise or a step"
    case .focusNext: "Focus the next pane"
    case .focusPrevious: "Focus the pane before"
    case .up: "Up a line"
    case .down: "Down a line"
    case .left: "Scroll code to the left"
    case .right: "Scroll code to the right"
    case .pageUp: "Up a page"
    case .pageDown: "Down a page"
    case .top: "To the top"
    case .bottom: "To the bottom"
    case .open: "Open what is selected"
    case .back: "Close what lies on top"
    case .reset: "Start your Exercise.swift afresh, keeping a backup"
    case .help: "Show this help"
    case .repaint: "Draw the screen again"
    case .suspend: "Suspend; `fg` brings the screen back"
    case .quit: "Quit"
    }
  }

  /// The command of a key.
  static func of(_ key: Key) -> Command? {
    table[key]
  }

  private static let table: [Key: Command] = Dictionary(
    uniqueKeysWithValues: allCases.flatMap { command in command.keys.map { ($0, command) } })
}
