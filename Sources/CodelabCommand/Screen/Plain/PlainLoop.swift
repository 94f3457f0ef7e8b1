import CTerminal
import Foundation
import LessonKit
import TerminalUI

/// Every function of the screen without a screen: a command a line, answers in lines.
///
/// For terminals that cannot show a screen, for pipes, and for screen readers. The state and its changes are
/// those of the screen.
struct PlainLoop: ~Copyable {
  private var player: Player
  private let printer = PlainPrinter()
  private var input = LineInput()
  private var isDone = false
  /// Whether a person types: then a line is obeyed at once, also during a run.
  private let isInteractive = isatty(STDIN_FILENO) == 1

  /// Loads a course; nothing is printed yet.
  init(session: Session, course: Course, open: (exercise: Int, step: Int?)?) {
    player = Player(
      session: session, course: course, open: open, size: Size(width: 80, height: 24),
      theme: Theme(depth: .monochrome, glyphs: .ascii))
    let exercises = Dictionary(course.exercises.map { ($0.id, $0) }) { first, _ in first }
    player.onRunUpdate = { [printer] update in printer.print(update, exercises: exercises) }
  }

  /// Prints the open step.
  func printStep() {
    printer.print(player.state.plainStep)
  }

  /// Obeys lines until the learner quits or the input ends; a run that goes on is then waited for.
  consuming func runToEnd() {
    Interruption.watch()
    printer.print(["", "? lists all commands; type one by its key or its name"])
    prompt()
    while !isDone {
      waitForNews()
      takeSignal()
      perform(player.advance().effects)
      takeLines()
      if input.isAtEnd, !player.isRunning { isDone = true }
    }
    if let message = player.finish() { Console.error(message) }
  }

  private mutating func waitForNews() {
    // A script's next line waits until the run is over.
    let takesLine = !input.isAtEnd && (isInteractive || !player.isRunning)
    let descriptors = player.descriptors + (takesLine ? [STDIN_FILENO] : [])
    var ready = [Bool](repeating: false, count: descriptors.count)
    let milliseconds = player.secondsToWait.map { Int32(clamping: Int(($0 * 1_000).rounded(.up))) } ?? -1
    _ = ct_wait(descriptors, &ready, Int32(descriptors.count), milliseconds)
    if takesLine, ready.last == true { input.read() }
  }

  private mutating func takeSignal() {
    switch Interruption.take() {
    case nil: break
    case SIGINT?: press(.control("c"))
    case let number?:
      _ = player.finish()
      signal(number, SIG_DFL)
      raise(number)
    }
  }

  private mutating func takeLines() {
    while !isDone, isInteractive || !player.isRunning, let line = input.next() {
      obey(line)
      if !isDone { prompt() }
    }
  }

  private func prompt() {
    if isInteractive { printer.prompt(player.isRunning ? "running> " : "> ") }
  }

  // MARK: - Commands

  private mutating func obey(_ line: String) {
    // What was printed to be read is not in the way of the next command.
    switch player.state.overlay {
    case .help, .results, .solution, .palette: _ = player.send(.key(.escape))
    default: break
    }
    let isAnswer = if case .prompt = player.state.overlay { true } else { false }
    guard isAnswer || line.contains(where: { !$0.isWhitespace }) else { return }
    switch PlainCommand(line, in: player.state) {
    case .unknown(let complaint): printer.print([complaint])
    case .knob(let name, let value): send(.setKnob(name: name, value: value))
    case .command(let command):
      if case .diagnostics = player.state.overlay, command != .edit { _ = player.send(.key(.escape)) }
      if let answer = player.state.plainAnswer(to: command) {
        printer.print(answer)
      } else {
        press(command.keys[0])
      }
    case .keys(let keys):
      for key in keys.dropLast() { _ = player.send(.key(key)) }
      if let last = keys.last { press(last) }
    }
  }

  private mutating func press(_ key: Key) { send(.key(key)) }

  /// Changes the state and prints what that changed.
  private mutating func send(_ message: Message) {
    let old = player.state
    let effects = player.send(message)
    printer.print(player.state.plainNews(since: old))
    perform(effects)
  }

  private mutating func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: isDone = true
      case .edit(let exercise, let line): edit(exercise, line: line)
      // Others are the screen's own, or were performed already.
      default: break
      }
    }
  }

  /// Hands the terminal to the editor until it ends; a run goes on meanwhile.
  private mutating func edit(_ exercise: Int, line: Int?) {
    do {
      let (file, line) = try player.fileToEdit(exercise, line: line)
      guard isInteractive else {
        return printer.print(["edit \(file.path), at line \(line), in another window"])
      }
      let editor = try player.editor().open(file, line: line)
      while true {
        if case .ended(let failure) = editor.state() {
          if let failure { printer.print([failure]) }
          break
        }
        _ = ct_wait(nil, nil, 0, 50)
        perform(player.advance().effects)
      }
      // What the editor was told by Ctrl-C was not meant for this program.
      _ = Interruption.take()
    } catch {
      printer.print(["\(error)"])
    }
  }
}

/// Lines from standard input, taken as they come.
struct LineInput {
  /// Whether nothing more will come.
  private(set) var hasEnded = false
  private var bytes: [UInt8] = []

  /// Whether every line was given out and none will come.
  var isAtEnd: Bool { hasEnded && bytes.isEmpty }

  /// Takes what is there; waits if nothing is.
  mutating func read() {
    let new = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
      count = max(0, Foundation.read(STDIN_FILENO, buffer.baseAddress, buffer.count))
    }
    if new.isEmpty { hasEnded = true }
    bytes += new
  }

  /// The next whole line, without its end; the last one needs none.
  mutating func next() -> String? {
    guard
      let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? (hasEnded && !bytes.isEmpty ? bytes.count : nil)
    else { return nil }
    let line = String(decoding: bytes[..<end], as: UTF8.self)
    bytes.removeFirst(min(end + 1, bytes.count))
    return line
  }
}

/// Prints what happens in plain mode.
final class PlainPrinter {
  private var updates = UpdatePrinter()

  /// Prints lines, harmless ones.
  func print(_ lines: [String]) {
    for line in lines { Console.untrusted(line) }
  }

  /// Asks for a line.
  func prompt(_ text: String) {
    Swift.print(text, terminator: "")
    fflush(nil)
  }

  /// Prints the news of a run; at its end also its figures and what came of it.
  func print(_ update: RunUpdate, exercises: [String: Exercise]) {
    updates.print(update)
    guard case .finished(let result) = update else { return }
    updates.printFigures()
    updates = UpdatePrinter()
    if let exercise = exercises[result.exercise] { result.print(for: exercise) }
  }
}
