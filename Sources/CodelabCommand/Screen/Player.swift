import Foundation
import LessonKit
import TerminalUI

/// A course that someone works through: the state, the run in progress and the files, whatever shows them.
///
/// The screen and plain mode each own one. It performs the effects that need no terminal and gives back the
/// others. Nothing here waits, except for a cancelled run to be gone.
struct Player: ~Copyable {
  private(set) var state: State
  /// Called with each piece of news of a run before the state changes.
  var onRunUpdate: (RunUpdate) -> Void = { _ in }

  private let session: Session
  private var store: ProgressStore
  private var run: StepRun?
  private var watcher: FileWatcher?
  /// When the first and the last event of a save came that is not answered yet.
  private var saving: (first: Double, last: Double)?
  /// Seconds that the program was suspended; they do not count against the limits of a run.
  private var suspended = 0.0

  /// Editors write a file in several steps: a save is answered when it has been quiet for this many seconds.
  private static let saveDelay = 0.1
  /// Clocks on the screen change once a second while something runs.
  private static let tickInterval = 1.0

  /// Loads the learner's progress and opens what was asked for, or what was open last.
  init(
    session: Session, course: Course, open: (exercise: Int, step: Int?)?, size: Size, theme: Theme
  ) {
    self.session = session
    store = session.store
    let (progress, message) = store.load()
    state = State(size: size, theme: theme, exercises: course.exercises, progress: progress)
    state.clock = timeOfDay()
    state.resume(at: open)
    if progress.exercises.isEmpty {
      let keys = [Command.run, .check, .hint, .next].map { "\($0.keyName) \($0.label)" }
      state.note("Welcome. \(keys.joined(separator: ", ")); \(Command.help.keyName) shows all keys", .accent)
    }
    for problem in course.diagnostics { state.note(problem.description, .bad) }
    for exercise in course.exercises {
      if let change = session.workspace.starterChange(of: exercise) {
        state.note(exercise.notice(of: change))
      }
    }
    if let message { _ = update(&state, .warning(message)) }
  }

  /// Whether a run is going on.
  var isRunning: Bool { run != nil }

  /// The descriptors to wait for reading.
  var descriptors: [Int32] {
    (run?.readDescriptors ?? []) + (watcher.map { [$0.descriptor] } ?? [])
  }

  /// The seconds until `advance` is due even if no descriptor is ready; nil if nothing is due.
  var secondsToWait: Double? {
    let now = monotonicSeconds()
    var due: [Double] = []
    if let run {
      due += [max(0, (run.deadline ?? 0) - (now - suspended)), max(0, state.now + Self.tickInterval - now)]
      // Pipes to a child are few and quickly emptied: looking again soon is enough for them.
      if !run.writeDescriptors.isEmpty { due.append(0.005) }
    }
    if let saving { due.append(max(0, Self.end(of: saving) - now)) }
    return due.min()
  }

  /// Changes the state by what happened.
  ///
  /// - Returns: The effects that need a terminal.
  mutating func send(_ message: Message) -> [Effect] {
    setTime()
    var others: [Effect] = []
    for effect in update(&state, message) { others += perform(effect) }
    followWatch()
    return others
  }

  /// Takes the news of the run and of the watched file.
  ///
  /// - Returns: Whether anything changed, and the effects that need a terminal.
  mutating func advance() -> (hasChanged: Bool, effects: [Effect]) {
    var effects: [Effect] = []
    var hasChanged = takeRunUpdates(&effects)
    let now = monotonicSeconds()
    if let watcher, watcher.wasChanged() { saving = (saving?.first ?? now, now) }
    if let saving, now >= Self.end(of: saving) {
      self.saving = nil
      effects += send(.saved(exercise: state.exercise))
      hasChanged = true
    }
    if isRunning, now >= state.now + Self.tickInterval {
      effects += send(.tick)
      hasChanged = true
    }
    return (hasChanged, effects)
  }

  /// Notes that the program was suspended for some seconds.
  mutating func wasSuspended(for seconds: Double) { suspended += seconds }

  /// Ends the run, if one goes on, and keeps the progress.
  ///
  /// - Returns: Why the progress could not be kept, if so.
  mutating func finish() -> String? {
    cancelRun()
    return store.save(state.progress)
  }

  // MARK: - Files

  /// The learner's file of an exercise, made if there is none, and the line where the work goes on.
  mutating func fileToEdit(_ exercise: Int, line: Int?) throws -> (file: URL, line: Int) {
    let file = try session.open(state.exercises[exercise])
    return (file, line ?? session.firstTodo(of: file))
  }

  /// The editor of the environment.
  func editor() throws(EditorError) -> Editor { try Editor.find(in: session.environment) }

  private mutating func reset(_ exercise: Int) -> [Effect] {
    attempt { player in
      .wasReset(
        backup: try player.session.workspace.reset(player.state.exercises[exercise])?.lastPathComponent)
    }
  }

  private mutating func compare(_ exercise: Int) -> [Effect] {
    attempt { player in
      let exercise = player.state.exercises[exercise]
      let yours = try player.session.workspace.open(exercise)
      return .compared(
        Comparison(
          yours: try String(contentsOf: yours, encoding: .utf8),
          solution: try String(contentsOf: exercise.solution, encoding: .utf8)))
    }
  }

  /// Watches the learner's file of the open exercise, or none.
  private mutating func followWatch() {
    guard state.isWatching else {
      watcher = nil
      return
    }
    let file = session.workspace.file(of: state.openExercise)
    guard watcher?.file != file else { return }
    saving = nil
    do {
      watcher = FileWatcher(try session.workspace.open(state.openExercise))
    } catch {
      watcher = nil
      _ = update(&state, .warning("\(error)"))
    }
    if watcher == nil {
      state.isWatching = false
      state.note("your file cannot be watched; \(Command.check.keyName) checks it", .warning)
    }
  }

  private static func end(of saving: (first: Double, last: Double)) -> Double {
    min(saving.last + saveDelay, saving.first + 10 * saveDelay)
  }

  // MARK: - Runs

  private mutating func perform(_ effect: Effect) -> [Effect] {
    switch effect {
    case .run(let exercise, let step, let judges): return startRun(exercise, step, judges: judges)
    case .cancelRun: cancelRun()
    case .reset(let exercise): return reset(exercise)
    case .compare(let exercise): return compare(exercise)
    case .save: if let message = store.save(state.progress) { return send(.warning(message)) }
    case .edit, .copy, .setMouse, .repaint, .suspend, .quit: return [effect]
    }
    return []
  }

  private mutating func startRun(_ exercise: Int, _ step: Int, judges: Bool) -> [Effect] {
    cancelRun()
    let exercise = state.exercises[exercise]
    let step = exercise.steps[step]
    do {
      let setup = try session.setup()
      let answer = try session.open(exercise)
      let record = state.progress[exercise.id].steps[step.id]
      let knobs = exercise.positions(kept: state.progress[exercise.id].knobs)
      let plan = RunPlan(
        exercise, step: step, answer: answer, knobs: knobs, isJudged: judges,
        hintLevels: record?.hintLevels(for: step.checks) ?? [:])
      run = StepRun(plan, setup: setup)
      state.begin(StepKey(exercise: exercise.id, step: step.id), judges: judges)
      return []
    } catch {
      return send(.warning("\(error)"))
    }
  }

  /// Ends the run and everything it started before anything else happens.
  private mutating func cancelRun() {
    guard let run else { return }
    run.cancel()
    var effects: [Effect] = []
    while self.run != nil { _ = takeRunUpdates(&effects) }
  }

  /// Takes what the run has to tell; whether there was anything.
  private mutating func takeRunUpdates(_ effects: inout [Effect]) -> Bool {
    guard let run else { return false }
    let updates = run.advance(now: monotonicSeconds() - suspended)
    guard !updates.isEmpty else { return false }
    // Once for all of them: a step that floods the log gives thousands at a time.
    setTime()
    for news in updates {
      if case .finished = news { self.run = nil }
      onRunUpdate(news)
      for effect in update(&state, .run(news)) { effects += perform(effect) }
    }
    return true
  }

  private mutating func setTime() {
    state.now = monotonicSeconds()
    state.clock = timeOfDay()
  }

  /// Does something with files, and tells what came of it or why it failed.
  private mutating func attempt(_ action: (inout Player) throws -> Message) -> [Effect] {
    do {
      let message = try action(&self)
      return send(message)
    } catch {
      return send(.warning("\(error)"))
    }
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
private func timeOfDay() -> String {
  var seconds = time(nil)
  var parts = tm()
  localtime_r(&seconds, &parts)
  return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(
    separator: ":")
}
