/// Something that a key does.
///
/// This is the one table of keys: it feeds key handling, the key line, the help, the palette and plain mode.
enum Command: CaseIterable, Sendable {
  case run, check, predict, edit, hint, knobDown, knobUp, knobNext, watch, cancel
  case results, solution, reset
  case next, previous, exercises, filter, open, back
  case up, down, left, right, pageUp, pageDown, top, bottom
  case focusNext, focusPrevious, focusTree, focusLesson, focusLive, focusLog
  case view, zoomIn, zoomOut
  case palette, help, copy, mouse, repaint, suspend, quit

  /// What the row of a command in the table says.
  private struct Entry {
    /// The keys that give the command; the first is the one that is shown.
    var keys: [Key]
    /// A word or two for the key line.
    var label: String
    /// A sentence for the help.
    var title: String

    init(_ keys: Key..., label: String, title: String) {
      self.keys = keys
      self.label = label
      self.title = title
    }
  }

  private var entry: Entry {
    switch self {
    case .run: Entry("r", label: "run", title: "Run the step and see its figures")
    case .check: Entry("c", label: "check", title: "Run the step and have your work judged")
    case .predict: Entry("a", label: "predict", title: "Answer the step's question before it runs")
    case .edit: Entry("e", label: "edit", title: "Edit your Exercise.swift in $VISUAL or $EDITOR")
    case .hint: Entry("t", label: "hint", title: "Show a hint for the check that failed; again for more")
    case .knobDown: Entry("[", label: "less", title: "Turn the step's knob down and run again")
    case .knobUp: Entry("]", label: "more", title: "Turn the step's knob up and run again")
    case .knobNext: Entry("}", "{", label: "next knob", title: "Turn another knob of the step")
    case .watch: Entry("w", label: "watch", title: "Check whenever you save your file, on or off")
    case .cancel:
      Entry(.control("c"), label: "cancel", title: "Cancel the run; twice when nothing runs: quit")
    case .results: Entry("i", "5", label: "results", title: "Show what the last run measured and judged")
    case .solution: Entry("s", label: "solution", title: "Compare your file with the reference solution")
    case .reset:
      Entry("x", label: "reset", title: "Start your Exercise.swift afresh, keeping a backup")
    case .next: Entry("n", label: "next", title: "Next step")
    case .previous: Entry("p", label: "previous", title: "Previous step")
    case .exercises: Entry("o", label: "exercises", title: "Choose an exercise or a step")
    case .filter: Entry("/", label: "find", title: "Find an exercise or a step by a part of its title")
    case .open: Entry(.enter, label: "open", title: "Open what is selected")
    case .back: Entry(.escape, label: "back", title: "Close what lies on top")
    case .up: Entry(.up, "k", label: "up", title: "Up a line")
    case .down: Entry(.down, "j", label: "down", title: "Down a line")
    case .left: Entry(.left, "h", label: "left", title: "Scroll code to the left; select a point of a chart")
    case .right:
      Entry(.right, "l", label: "right", title: "Scroll code to the right; select a point of a chart")
    case .pageUp: Entry(.pageUp, .control("b"), label: "page up", title: "Up a page")
    case .pageDown: Entry(.pageDown, " ", .control("f"), label: "page down", title: "Down a page")
    case .top: Entry("g", .home, label: "top", title: "To the top")
    case .bottom: Entry("G", .end, label: "bottom", title: "To the bottom")
    case .focusNext: Entry(.tab, label: "pane", title: "Focus the next pane")
    case .focusPrevious: Entry(.backTab, label: "pane before", title: "Focus the pane before")
    case .focusTree: Entry("1", label: "tree", title: "Focus the exercises")
    case .focusLesson: Entry("2", label: "lesson", title: "Focus the lesson")
    case .focusLive: Entry("3", label: "live views", title: "Focus the live views")
    case .focusLog: Entry("4", label: "log", title: "Focus the log, or open it where it is one line")
    case .view: Entry("v", label: "view", title: "Show the next live view")
    case .zoomIn: Entry("+", "=", label: "zoom", title: "Let a live view or the log fill the screen")
    case .zoomOut: Entry("-", label: "all panes", title: "Show all panes again")
    case .palette: Entry(":", .control("p"), label: "commands", title: "Find a command by a part of its name")
    case .help: Entry("?", label: "help", title: "Show this help")
    case .copy: Entry("y", label: "copy", title: "Copy the text of the pane with the focus")
    case .mouse: Entry("m", label: "mouse", title: "Click and scroll with the mouse, on or off")
    case .repaint: Entry(.control("l"), label: "repaint", title: "Draw the screen again")
    case .suspend: Entry(.control("z"), label: "suspend", title: "Suspend; `fg` brings the screen back")
    case .quit: Entry("q", label: "quit", title: "Quit")
    }
  }

  /// The keys that give the command; the first is the one that is shown.
  var keys: [Key] { entry.keys }
  /// The name of the key that is shown.
  var keyName: String { keys[0].name }
  /// A word or two for the key line.
  var label: String { entry.label }
  /// A sentence for the help.
  var title: String { entry.title }

  /// The command of a key.
  static func of(_ key: Key) -> Command? {
    table[key]
  }

  private static let table: [Key: Command] = Dictionary(
    uniqueKeysWithValues: allCases.flatMap { command in command.keys.map { ($0, command) } })

  /// The commands under headings, for the help.
  static let groups: [(title: String, commands: [Command])] = [
    (
      "Work",
      [
        .run, .check, .predict, .edit, .hint, .knobDown, .knobUp, .knobNext, .watch, .cancel, .results,
        .solution, .reset,
      ]
    ),
    ("Go", [.next, .previous, .exercises, .filter, .open, .back]),
    ("Look", [.view, .zoomIn, .zoomOut, .copy]),
    (
      "Move",
      [
        .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .focusNext, .focusPrevious, .focusTree,
        .focusLesson, .focusLive, .focusLog,
      ]
    ),
    ("Program", [.palette, .help, .mouse, .repaint, .suspend, .quit]),
  ]
}
