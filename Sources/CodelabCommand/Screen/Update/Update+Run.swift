import Codelab
import LessonKit
import TerminalUI

/// Starting a run and following it.
extension State {
  /// Begins a run of the open step, after its questions are answered.
  mutating func startRun(judges: Bool) -> [Effect] {
    // The learner commits to an answer before the first measurement; later runs do not ask again.
    if openView.result == nil, let prediction = nextPrediction {
      overlay = .prompt(Prompt(prediction: prediction, then: judges ? .check : .run))
      return []
    }
    return [.run(exercise: exercise, step: step, judges: judges)]
  }

  /// Cancels the run, or, with none and asked twice, quits.
  mutating func cancel() -> [Effect] {
    if run != nil { return [.cancelRun] }
    if isQuitArmed { return [.save, .quit] }
    isQuitArmed = true
    notice = "nothing is running; \(Command.cancel.keyName) again quits"
    return []
  }

  /// Notes that a run of a step has begun.
  mutating func begin(_ key: StepKey, judges: Bool) {
    keepForComparison(key)
    run = RunView(key: key, judges: judges, stage: .compileExercise, started: now)
    seen[key, default: StepView()].hintedChecks = []
    seen[key]?.metrics = [:]
    logOffset = 0
    notice = nil
  }

  /// Keeps what the last run showed if it measured something; a run that broke off leaves the one before.
  private mutating func keepForComparison(_ key: StepKey) {
    guard let result = seen[key]?.result, result.ending.hasMeasured else { return }
    let names = exercises.first { $0.id == key.exercise }?.step(key.step)?.knobs ?? []
    let positions = names.compactMap { name in
      result.knobs[name].map { "\(name) \(Metric.Unit.number.text($0))" }
    }
    var kept = figures[key] ?? [:]
    for (id, old) in earlier[key]?.figures ?? [:] { kept[id]?.addModels(of: old) }
    earlier[key] = EarlierRun(
      label: positions.isEmpty ? "before" : "\(positions.joined(separator: ", ")) before",
      figures: kept,
      metrics: seen[key]?.metrics ?? [:])
  }

  /// Changes the state by what a run reports.
  mutating func follow(_ change: RunUpdate) -> [Effect] {
    guard let key = run?.key else { return [] }
    switch change {
    case .cached: break
    case .stage(let stage):
      run?.stage = stage
      run?.progress = nil
      run?.progressStarted = nil
    case .event(let event):
      follow(event, of: key)
    case .output(let line):
      addToLog(line, .muted)
    case .problem(let text):
      note(text, .warning)
    case .diagnostics(let diagnostics):
      let errors = diagnostics.filter { $0.severity == .error }
      for diagnostic in diagnostics {
        for line in diagnostic.description.split(separator: "\n") {
          addToLog(String(line), diagnostic.severity == .error ? .bad : .warning)
        }
      }
      if !errors.isEmpty { overlay = .diagnostics(DiagnosticList(diagnostics: diagnostics)) }
    case .finished(let result):
      return end(with: result, of: key)
    }
    return []
  }

  private mutating func follow(_ event: Event, of key: StepKey) {
    switch event {
    case .log(let text): note(text)
    case .figure(let figure):
      figures[key, default: [:]][figure.id] = figure
      run?.figures.insert(figure.id)
    case .metric(let metric): seen[key, default: StepView()].metrics[metric.name] = metric
    case .progress(let progress):
      // The time left is estimated anew when another piece of work begins.
      if run?.progress?.label != progress.label { run?.progressStarted = now }
      run?.progressed = now
      run?.progress = progress
    case .protected, .started, .evidence, .verdict, .unfinished, .crashed, .forbidden, .failed, .finished:
      break
    }
  }

  /// The figures that a step's text asks for.
  private func figureIDs(of key: StepKey) -> [String] {
    exercises.first { $0.id == key.exercise }?.step(key.step)?.figures ?? []
  }

  private mutating func end(with result: StepResult, of key: StepKey) -> [Effect] {
    // What this run did not draw again would be another file's or another knob's figure.
    if result.ending != .cancelled {
      for id in figureIDs(of: key) where run?.figures.contains(id) == false {
        figures[key]?[id] = nil
      }
    }
    run = nil
    // A word about the run is old news now.
    notice = nil
    progress.record(result)
    seen[key, default: StepView()].result = result
    for metric in result.metrics { seen[key, default: StepView()].metrics[metric.name] = metric }
    if !result.metrics.isEmpty {
      note(result.metrics.map { "\($0.title) \($0.text)" }.joined(separator: ", "))
    }
    let title = exercises.first { $0.id == key.exercise }?.step(key.step)?.title ?? key.step
    let points =
      result.maximumPoints > 0 && result.ending != .ran
      ? ", \(result.points) of \(result.maximumPoints) points" : ""
    switch result.ending {
    case .passed:
      let next = key == openKey && !isLastStep ? "; \(Command.next.keyName) for the next step" : ""
      note("\(title): passed\(points)", and: next, .good)
    case .ran, .cancelled: note("\(title): \(result.ending.summary)")
    default:
      let help = key == openKey && !hintableChecks.isEmpty ? "; \(Command.hint.keyName) for a hint" : ""
      note("\(title): \(result.ending.clause)\(points)", and: help, .bad)
    }
    // What was judged is at the end of the lesson's text.
    if key == openKey, result.ending != .ran, result.ending != .cancelled, result.maximumPoints > 0 {
      showTasks()
    }
    return [.save]
  }

  /// Adds a line to the log, with advice where it fits into the line: the key line has it, too.
  private mutating func note(_ text: String, and advice: String, _ role: Role) {
    let room = size.width - TerminalUI.width(of: clock) - 4
    note(TerminalUI.width(of: text + advice) <= room ? text + advice : text, role)
  }

  /// Scrolls the lesson so that how the run ended, with the first task, is at the top.
  private mutating func showTasks() {
    let area = layout.lesson.text
    let lines = lessonLines(width: area.width)
    let title = openStep.tasks.first?.title.prefix(20) ?? ""
    guard let task = lines.firstIndex(where: { $0.text.hasPrefix("[") && $0.text.contains(title) }) else {
      return
    }
    let top = lines.line(at: ScrollPosition(block: lines[task].block))
    lessonTop = lines.position(ofLine: max(0, min(top, lines.count - area.height)))
  }
}

extension Ending {
  /// Whether the run came to its end, so that its numbers and figures are complete.
  fileprivate var hasMeasured: Bool {
    switch self {
    case .passed, .failed, .ran: true
    default: false
    }
  }
}
