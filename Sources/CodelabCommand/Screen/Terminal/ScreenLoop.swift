import Foundation
import LessonKit
import TerminalUI

/// The one loop of the screen: waits for keys, signals and children, updates the state, draws.
///
/// One thread owns the terminal, the state and the run; nothing here blocks longer than the wait.
struct ScreenLoop: ~Copyable {
  private var player: Player
  private var screen: TerminalScreen
  private var isDone = false
  private var isDirty = true
  private var drawn = 0.0

  /// Frames are at least this many seconds apart while output streams in; a key is answered at once.
  private static let frameInterval = 1.0 / 30
  /// Seconds between two looks at whether an editor has ended, which no descriptor tells.
  private static let editorInterval = 0.05

  /// Takes the terminal over and shows a course.
  ///
  /// - Throws: ``TerminalError`` if the terminal cannot show a screen.
  init(
    session: Session, course: Course, open: (exercise: Int, step: Int?)?, options: ScreenOptions
  ) throws(TerminalError) {
    screen = try TerminalScreen(isSynchronized: options.synchronized)
    player = Player(
      session: session, course: course, open: open, size: screen.size,
      theme: screen.theme(options.theme, environment: session.environment))
  }

  /// Shows the screen until the learner quits.
  consuming func runToEnd() {
    while !isDone {
      drawIfDue()
      waitForNews()
      takeInput()
      if !isDone { advance() }
    }
    // Printed when the terminal is given back.
    if let message = player.finish() { Console.error(message) }
  }

  // MARK: - Drawing and waiting

  private mutating func drawIfDue() {
    guard isDirty, monotonicSeconds() - drawn >= Self.frameInterval || !player.isRunning else { return }
    screen.draw(view(player.state))
    drawn = monotonicSeconds()
    isDirty = false
  }

  private func waitForNews() {
    var seconds = player.secondsToWait
    if isDirty { seconds = min(seconds ?? 1, max(0, drawn + Self.frameInterval - monotonicSeconds())) }
    screen.wait(for: player.descriptors, milliseconds: seconds.map(milliseconds))
  }

  // MARK: - News

  private mutating func takeInput() {
    while !isDone, let input = screen.nextInput() {
      switch input {
      case .message(let message): send(message)
      case .resized:
        screen.repaint()
        send(.resized(screen.size))
      case .terminated(let signal): terminate(signal)
      }
      // A key is answered before the next frame is due.
      drawn = 0
    }
  }

  private mutating func advance() {
    let (hasChanged, effects) = player.advance()
    if hasChanged { isDirty = true }
    perform(effects)
  }

  private mutating func send(_ message: Message) {
    let effects = player.send(message)
    isDirty = true
    perform(effects)
  }

  // MARK: - Effects

  private mutating func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .edit(let exercise, let line): edit(exercise, line: line)
      case .copy(let text): screen.copy(text)
      case .setMouse(let isOn): screen.setMouse(isOn)
      case .repaint: screen.repaint()
      case .suspend:
        let start = monotonicSeconds()
        screen.suspend()
        player.wasSuspended(for: monotonicSeconds() - start)
        send(.resized(screen.size))
      case .quit: isDone = true
      case .run, .cancelRun, .reset, .compare, .save: break
      }
    }
  }

  /// Hands the terminal to the editor until it ends; a run goes on meanwhile.
  private mutating func edit(_ exercise: Int, line: Int?) {
    do {
      let (file, line) = try player.fileToEdit(exercise, line: line)
      let editor = try player.editor()
      screen.leave()
      let failure = wait(for: editor, at: file, line: line)
      screen.enter()
      send(.resized(screen.size))
      if let failure { send(.warning(failure)) }
    } catch {
      send(.warning("\(error)"))
    }
  }

  /// Opens the editor, waits until it has ended, and says what went wrong, if anything.
  private mutating func wait(for program: Editor, at file: URL, line: Int) -> String? {
    let editor: EditorProcess
    do {
      editor = try program.open(file, line: line)
    } catch {
      return error.description
    }
    while true {
      if case .ended(let failure) = editor.state() { return failure }
      let seconds = min(player.secondsToWait ?? 1, Self.editorInterval)
      screen.wait(for: player.descriptors, milliseconds: milliseconds(seconds))
      // Ctrl-C and Ctrl-Z in the editor reach this program too; they were meant for the editor.
      while let input = screen.nextInput() {
        if case .terminated(let signal) = input {
          editor.terminate()
          terminate(signal)
        }
      }
      // What needs the terminal cannot come of a run or of a file that was saved.
      _ = player.advance()
    }
  }

  /// Ends everything this process started, keeps the progress, and dies as it was told.
  private mutating func terminate(_ signal: Int32) {
    _ = player.finish()
    screen.die(signal: signal)
    isDone = true
  }
}

/// Seconds as whole milliseconds, rounded up so that nothing wakes too early.
private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1_000).rounded(.up)) }
