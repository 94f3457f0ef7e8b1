/// What the trials of an exercise say about it.
struct TrialAudit {
  let exercise: Exercise
  /// The folder's name in messages, as in `Codelabs/01-intro/01-count`.
  let prefix: String
  /// `lesson.md`, to find the lines of what has none.
  let lessonText: SourceText

  /// The share of its limit that a stage of the solution may take; a learner's machine may be three times slower.
  static let share = 1.0 / 3

  /// Everything that is wrong by a result.
  func problems(of result: TrialResult) -> [Diagnostic] {
    let machinery = result.steps.flatMap { step in
      if case .judgeFailed(let message) = step.result.ending {
        return [lesson("the step '\(step.result.step)' cannot be judged: \(message)")]
      }
      return []
    }
    guard machinery.isEmpty else { return machinery }
    return switch result.trial.answer {
    case .starter: starterProblems(result)
    case .solution: solutionProblems(result)
    case .wrong(let check): wrongProblems(result, check: check)
    }
  }

  // MARK: The starter

  private func starterProblems(_ result: TrialResult) -> [Diagnostic] {
    let name = result.trial.name
    if let broken = compilerErrors(result) { return broken }
    let endings = result.steps.filter {
      switch $0.result.ending {
      case .passed, .failed, .notDone: false
      default: true
      }
    }
    if let step = endings.first {
      return [
        answer(
          name,
          "the starter does not come to its end in step '\(step.result.step)': \(step.result.ending.summary); "
            + "mark what is left to do with todo(\"...\")")
      ]
    }
    var problems: [Diagnostic] = []
    if result.isPassed, !exercise.steps.flatMap(\.checks).isEmpty {
      problems.append(
        answer(name, "the starter passes as it is; leave the learner something to do, with todo(\"...\")"))
    }
    for task in result.steps.flatMap(\.result.tasks) where task.earned > 0 {
      problems.append(
        lesson(
          "the starter earns \(task.earned) points of the task '\(task.id)' as it is; "
            + "give the learner something to do for them, or 'points: 0'", line: task.line))
    }
    return problems
  }

  // MARK: The solution

  private func solutionProblems(_ result: TrialResult) -> [Diagnostic] {
    let name = result.trial.name
    if let broken = compilerErrors(result) { return broken }
    var problems: [Diagnostic] = []
    for (step, record) in zip(exercise.steps, result.steps) {
      let place = "step '\(step.id)' with seed \(result.trial.seed)"
      switch record.result.ending {
      case .passed: problems += sights(of: step, record)
      case .failed:
        for check in record.result.tasks.flatMap(\.checks) where check.status == .failed {
          problems.append(
            answer(
              name,
              "the solution fails the check '\(check.id)' of \(place): \(check.message)\(check.comparison); "
                + "mend the solution, or the check in Lesson.swift"))
        }
      default:
        problems.append(
          answer(name, "the solution does not pass \(place): \(record.result.ending.summary); mend it"))
      }
      for missed in record.result.tasks.flatMap(\.targets) where missed.earned < missed.target.points {
        let value =
          missed.value.map { "it measures \(missed.target.unit.text($0))" } ?? "the judge never reports it"
        problems.append(
          lesson(
            "the solution earns \(missed.earned) of \(missed.target.points) points of this target with seed "
              + "\(result.trial.seed) (\(missed.target.demand)): \(value)", line: missed.target.line))
      }
      for (stage, share) in record.result.shares(of: exercise.frontMatter.limits) where share > Self.share {
        let percent = Int((share * 100).rounded())
        problems.append(
          lesson(
            "\(stage.activity) takes the solution \(percent) % of its limit in \(place); "
              + "allow at least three times what it needs under 'limits', or make the step smaller",
            line: step.line))
      }
    }
    return problems
  }

  /// What a step promises to show and measure, and does not.
  private func sights(of step: LessonStep, _ record: TrialResult.Step) -> [Diagnostic] {
    var problems = record.problems.map { lesson("step '\(step.id)': \($0)", line: step.line) }
    for figure in step.figures where !record.figures.contains(figure) {
      problems.append(
        lesson(
          "the step '\(step.id)' never shows the figure '\(figure)'; "
            + Suggestion.sentence(for: figure, among: record.figures.sorted()),
          line: lessonText.line(of: "id: \(figure)", from: step.line) ?? step.line))
    }
    for prediction in step.predictions {
      guard case .metric(let name, let unit, _) = prediction.kind else { continue }
      let measured = record.result.metrics.first { $0.name == name }
      if measured == nil {
        problems.append(
          lesson(
            "the step '\(step.id)' never measures '\(name)', which the prediction '\(prediction.id)' asks for; "
              + Suggestion.sentence(for: name, among: record.result.metrics.map(\.name)),
            line: prediction.line))
      } else if let measured, measured.unit != unit {
        problems.append(
          lesson(
            "the prediction '\(prediction.id)' asks for '\(name)' in \(unit.rawValue), "
              + "and the step measures it in \(measured.unit.rawValue); use one unit", line: prediction.line))
      }
    }
    return problems
  }

  // MARK: Wrong answers

  private func wrongProblems(_ result: TrialResult, check: String) -> [Diagnostic] {
    let name = result.trial.name
    if let broken = compilerErrors(result) { return broken }
    for record in result.steps {
      switch record.result.ending {
      case .passed, .failed: break
      default:
        return [
          answer(
            name,
            "it should fail the check '\(check)', and does not come that far in step '\(record.result.step)': "
              + "\(record.result.ending.summary); what it does not declare comes from the solution")
        ]
      }
    }
    let failed = result.failedChecks
    guard failed != [check] else { return [] }
    return [
      answer(
        name,
        failed.isEmpty
          ? "it passes, and should fail the check '\(check)'; make the check reject it"
          : "it fails \(failed.joined(separator: ", ")), and should fail '\(check)' alone; "
            + "make the checks independent, or name the one that is meant")
    ]
  }

  // MARK: Messages

  private func compilerErrors(_ result: TrialResult) -> [Diagnostic]? {
    guard let broken = result.steps.first(where: { $0.result.ending == .didNotCompile }) else { return nil }
    return broken.result.diagnostics.filter { $0.severity == .error }
  }

  private func answer(_ name: String, _ message: String) -> Diagnostic {
    Diagnostic(file: "\(prefix)/\(name)", line: 1, message: message)
  }

  private func lesson(_ message: String, line: Int = 1) -> Diagnostic {
    Diagnostic(file: "\(prefix)/lesson.md", line: line, message: message)
  }
}
