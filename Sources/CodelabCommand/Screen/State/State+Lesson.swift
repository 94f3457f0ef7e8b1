import Codelab
import LessonKit
import TerminalUI

/// How far a step is, as the lists of steps show it.
enum StepStatus {
  case open, skipped, failed, done

  /// The status that was noted; nil if nothing was.
  init(_ record: StepProgress?) {
    self =
      switch record?.status {
      case .passed: .done
      case _ where record?.isSkipped == true: .skipped
      case .failed: .failed
      case .untried, nil: .open
      }
  }

  /// What stands before the step's title.
  func mark(_ glyphs: Glyphs) -> Character {
    switch self {
    case .open: glyphs.open
    case .skipped: glyphs.skipped
    case .failed: glyphs.cross
    case .done: glyphs.check
    }
  }

  /// How it is colored.
  var role: Role {
    switch self {
    case .open, .skipped: .muted
    case .failed: .bad
    case .done: .good
    }
  }
}

/// What the state says about steps, tasks, knobs and predictions.
extension State {
  /// How far a step of the open exercise is.
  func status(of step: LessonStep) -> StepStatus {
    StepStatus(progress[openExercise.id].steps[step.id])
  }

  /// The points of the open exercise so far, each step at its best.
  var points: Int { progress[openExercise.id].points }

  /// What the last run said about a check of the open step.
  func result(of check: String) -> CheckResult? {
    openView.result?.tasks.flatMap(\.checks).first { $0.id == check && $0.status != .notJudged }
  }

  /// Whether a task of the open step is done, by the last run or, before the first, by an earlier session.
  func isDone(_ task: LessonTask) -> Bool {
    let results = task.checks.map { result(of: $0)?.status }
    if results.allSatisfy({ $0 == .passed }) { return true }
    return results.allSatisfy { $0 == nil } && status(of: openStep) == .done
  }

  // MARK: - Knobs

  /// The knob that the keys turn in the open step.
  var openKnob: Knob? {
    let names = openStep.knobs
    return names.isEmpty ? nil : openExercise.knob(names[knobIndex % names.count])
  }

  /// The positions of all knobs of the open exercise.
  var knobs: [String: Double] {
    openExercise.positions(kept: progress[openExercise.id].knobs)
  }

  // MARK: - Predictions and hints

  /// The first prediction of the open step that is not answered.
  var nextPrediction: Prediction? {
    let answers = progress[openExercise.id].predictions
    return openStep.predictions.first { answers[$0.id] == nil }
  }

  /// The checks of the open step that a hint would help with: those that failed, or, if the work was not
  /// judged because it is not done, the first one.
  var hintableChecks: [CheckResult] {
    let checks = (openView.result?.tasks.flatMap(\.checks) ?? []).filter { check in
      check.status != .passed && openStep.hints.contains { $0.check == check.id }
    }
    let failed = checks.filter { $0.status == .failed }
    switch openView.result?.ending {
    case .notDone, .crashed, .threw, .timedOut: return failed.isEmpty ? Array(checks.prefix(1)) : failed
    default: return failed
    }
  }

  /// The hints that were asked for, each as far as the learner went.
  var shownHints: [(check: String, text: String)] {
    let asked = progress[openExercise.id].steps[openStep.id]
    return hintableChecks.filter { openView.hintedChecks.contains($0.id) }.compactMap { check in
      let level = asked?.hintLevel(for: check.id) ?? 1
      let hint = Judgement.hint(for: check.id, mistake: check.mistake, level: level, among: openStep.hints)
      return hint.map { (check.id, $0.text) }
    }
  }
}

extension Prediction {
  /// An answer as the learner would write it.
  func text(of answer: PredictionAnswer) -> String {
    switch (answer, kind) {
    case (.choice(let choice), _): choice
    case (.value(let value), .metric(_, let unit, _)): unit.text(value)
    case (.value(let value), .choice): Metric.Unit.number.text(value)
    }
  }

  /// How to answer, for who answered something else.
  var advice: String {
    switch kind {
    case .choice: "type a number: \(instruction)"
    case .metric: "type it \(instruction)"
    }
  }

  /// What to type, for the prompt.
  var instruction: String {
    switch kind {
    case .choice(let choices, _):
      choices.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "   ")
    case .metric(_, let unit, _):
      switch unit {
      case .bytes: "as in 120 KB"
      case .seconds: "as in 40 us, 3 ms or 2 s"
      case .fraction: "in percent, as in 87"
      case .count: "a whole number"
      case .number: "a number"
      }
    }
  }
}

extension Ending {
  /// The summary, naming files without their folders.
  var clause: String {
    guard case .notDone(let what, let file, let line) = self else { return summary }
    return "not done yet, at \(file.split(separator: "/").last ?? ""):\(line): \(what)"
  }

  /// The summary as a sentence of its own, naming files without their folders.
  var sentence: String { clause.prefix(1).uppercased() + clause.dropFirst() }

  /// Whether checks failed.
  var isFailure: Bool { if case .failed = self { true } else { false } }
}
