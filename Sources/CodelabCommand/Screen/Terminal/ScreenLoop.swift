import Foundation
import LessonKit
import TerminalUI

/// The one loop of the screen: waits for keys, signals and children, updates the state, draws.
///
/// One thread owns the terminal, the state and the run; nothing here blocks longer than the wait.
struct ScreenLoop: ~Copyable {
  private var state: State
  private var screen: TerminalScreen
  private let session: Session
  private var store: ProgressStore
  private var run: StepRun?
  private var isDone = false
  private var isDirty = true
  private var drawn = 0.0

  /// Frames are at least this many seconds apart while output streams in; a key is answered at once.
  private static let frameInterval = 1.0 / 30

  /// Takes the terminal over and shows a course.
  ///
  /// - Throws: ``TerminalError`` if the terminal cannot show a screen.
  init(
    session: Session, course: Course, open: (exercise: Int, step: Int?)?, environment: [String: String]
  ) throws(TerminalError) {
    self.session = session
    store = session.store
    let (progress, message) = store.load()
    screen = try TerminalScreen()
    state = State(
      size: screen.size, theme: screen.theme(environment: environment), exercises: course.exercises,
      progress: progress)
    state.clock = clock()
    state.resume(at: open)
    for problem in course.diagnostics { state.note(problem.description, .bad) }
    for exercise in course.exercises {
      if let change = session.workspace.starterChange(of: exercise) {
        state.note(exercise.notice(of: change))
      }
    }
    if let message { _ = update(&state, .warning(message)) }
  }

  /// Shows the screen until the learner quits.
  consuming func runToEnd() {
    while !isDone {
      drawIfDue()
      waitForNews()
      takeInput()
      takeRunUpdates()
    }
    run?.cancel()
    while let run, run.result == nil { _ = run.advance(now: monotonicSeconds()) }
    if let message = store.save(state.progress) {
      FileHandle.standardError.write(Foundation.Data((message + "\n").utf8))
    }
  }

  // MARK: - Drawing and waiting

  private mutating func drawIfDue() {
    guard isDirty, monotonicSeconds() - drawn >= Self.frameInterval || run == nil else { return }
    screen.draw(view(state))
    drawn = monotonicSeconds()
    isDirty = false
  }

  private func waitForNews() {
    var seconds: Double?
    if let run { seconds = max(0, (run.deadline ?? 0) - monotonicSeconds()) }
    if isDirty { seconds = min(seconds ?? 1, max(0, drawn + Self.frameInterval - monotonicSeconds())) }
    // Pipes to a child are few and quickly emptied: looking again soon is enough for them.
    if let run, !run.writeDescriptors.isEmpty { seconds = min(seconds ?? 1, 0.005) }
    screen.wait(
      for: run?.readDescriptors ?? [], milliseconds: seconds.map { Int(($0 * 1_000).rounded(.up)) })
  }

  // MARK: - News

  private mutating func takeInput() {
    while !isDone, let input = screen.nextInput() {
      switch input {
      case .key(let key): send(.key(key))
      case .pasted(let character): send(.pasted(character))
      case .resized:
        screen.repaint()
        send(.resized(screen.size))
      case .terminated(let signal): terminate(signal)
      }
      // A key is answered before the next frame is due.
      drawn = 0
    }
  }

  private mutating func takeRunUpdates() {
    guard let run else { return }
    for update in run.advance(now: monotonicSeconds()) {
      if case .finished = update { self.run = nil }
      send(.run(update))
    }
  }

  private mutating func send(_ message: Message) {
    state.now = monotonicSeconds()
    state.clock = clock()
    for effect in update(&state, message) { perform(effect) }
    isDirty = true
  }

  // MARK: - Effects

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .run(let exercise, let step, let judges): startRun(exercise, step, judges: judges)
    case .cancelRun: cancelRun()
    case .edit(let exercise): edit(exercise)
    case .reset(let exercise): reset(exercise)
    case .save: if let message = store.save(state.progress) { send(.warning(message)) }
    case .repaint: screen.repaint()
    case .suspend:
      screen.suspend()
      send(.resized(screen.size))
    case .quit: isDone = true
    }
  }

  private mutating func startRun(_ exercise: Int, _ step: Int, judges: Bool) {
    let exercise = state.exercises[exercise]
    let step = exercise.steps[step]
    do {
      let setup = try session.setup()
      let answer = try session.open(exercise)
      let record = state.progress[exercise.id].steps[step.id]
      let plan = RunPlan(
        exercise, step: step, answer: answer, knobs: state.knobs, isJudged: judges,
        hintLevels: record?.hintLevels(for: step.checks) ?? [:])
      run = StepRun(plan, setup: setup)
      state.begin(StepKey(exercise: exercise.id, step: step.id), judges: judges)
    } catch {
      send(.warning("\(error)"))
    }
  }

  /// Ends the run and everything it started before anything else happens.
  private mutating func cancelRun() {
    guard let run else { return }
    run.cancel()
    while self.run != nil {
      for update in run.advance(now: monotonicSeconds()) {
        if case .finished = update { self.run = nil }
        send(.run(update))
      }
    }
  }

  private mutating func edit(_ exercise: Int) {
    let exercise = state.exercises[exercise]
    do {
      let file = try session.open(exercise)
      let editor = try Editor.find(in: session.environment)
      let line = session.firstTodo(of: file)
      var failure: String?
      screen.leave { failure = editor.open(file, line: line) }
      // Ctrl-C and Ctrl-Z in the editor reach this program too; they were meant for the editor.
      while let input = screen.nextInput() {
        if case .terminated(let signal) = input { terminate(signal) }
      }
      send(.resized(screen.size))
      if let failure { send(.warning(failure)) }
    } catch {
      send(.warning("\(error)"))
    }
  }

  private mutating func reset(_ exercise: Int) {
    do {
      let backup = try session.workspace.reset(state.exercises[exercise])
      send(.wasReset(backup: backup?.lastPathComponent))
    } catch {
      send(.warning("\(error)"))
    }
  }

  /// Ends everything this process started, keeps the progress, and dies as it was told.
  private mutating func terminate(_ signal: Int32) {
    cancelRun()
    _ = store.save(state.progress)
    screen.die(signal: signal)
    isDone = true
  }
}

extension State {
  /// Opens what was asked for, or what was open last.
  mutating func resume(at wanted: (exercise: Int, step: Int?)?) {
    exercise = wanted?.exercise ?? exercises.firstIndex { $0.id == progress.lastExercise } ?? 0
    let kept = openExercise.steps.firstIndex { $0.id == progress[openExercise.id].currentStep }
    openStep(at: wanted?.step ?? kept ?? 0)
  }
}

/// The time of day, as in `14:02:11`.
private func clock() -> String {
  var seconds = time(nil)
  var parts = tm()
  localtime_r(&seconds, &parts)
  return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(
    separator: ":")
}
