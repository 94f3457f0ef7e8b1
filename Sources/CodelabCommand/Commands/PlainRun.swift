import Codelab
import Foundation
import LessonKit

/// Runs steps without a screen and prints what happens, line by line.
struct PlainRun {
  let session: Session
  let exercise: Exercise

  /// Runs steps one after the other and records what came of them.
  ///
  /// - Returns: The results; fewer than steps if one was cancelled.
  func run(_ steps: [LessonStep], isJudged: Bool, knobs: [String: Double]) throws -> [StepResult] {
    let setup = try session.setup()
    let answer = try session.open(exercise)
    var store = session.store
    var (progress, message) = store.load()
    if let message { Console.error(message) }
    if let change = session.workspace.starterChange(of: exercise) {
      Console.error(exercise.notice(of: change))
    }
    var results: [StepResult] = []
    Interruption.watch()
    for step in steps {
      Console.line("\(exercise.frontMatter.title) > \(step.title)")
      let kept = exercise.positions(kept: progress[exercise.id].knobs)
      let record = progress[exercise.id].steps[step.id]
      let plan = RunPlan(
        exercise, step: step, answer: answer, knobs: kept.merging(knobs) { $1 }, isJudged: isJudged,
        hintLevels: record?.hintLevels(for: step.checks) ?? [:])
      var printer = UpdatePrinter()
      let result = StepRun.runToEnd(plan, setup: setup, isCancelled: { Interruption.hasArrived }) {
        printer.print($0)
      }
      Interruption.obey()
      printer.printFigures()
      result.print(for: exercise)
      progress.record(result)
      progress.lastExercise = exercise.id
      progress[exercise.id].currentStep = step.id
      if let message = store.save(progress) { Console.error(message) }
      results.append(result)
    }
    return results
  }
}

/// Prints the news of a run as lines.
struct UpdatePrinter {
  private var figures: [Figure] = []

  /// Prints news; figures wait for the end, because they are replaced while the step runs.
  mutating func print(_ update: RunUpdate) {
    switch update {
    case .stage(let stage): Console.line("  \(stage.activity) ...")
    case .cached, .finished: break
    case .diagnostics(let diagnostics): for diagnostic in diagnostics { Console.untrusted("\(diagnostic)") }
    case .output(let line): Console.untrusted("  | \(line)")
    case .problem(let text): Console.error("  \(Console.sanitizedText(text))")
    case .event(.log(let text)): Console.untrusted("  \(text)")
    case .event(.progress(let progress)):
      Console.untrusted("  \(progress.label): \(progress.unit) \(progress.completed) of \(progress.total)")
    case .event(.figure(let figure)):
      figures.removeAll { $0.id == figure.id }
      figures.append(figure)
    case .event: break
    }
  }

  /// Prints the last state of each figure in words and numbers.
  func printFigures() {
    for figure in figures {
      Console.untrusted("  \(figure.title)")
      for line in figure.plainLines { Console.untrusted("    \(line)") }
    }
  }
}

extension StepResult {
  /// Prints measurements, tasks with their checks, and how the run ended.
  func print(for exercise: Exercise) {
    for metric in metrics { Console.untrusted("  \(metric.title): \(metric.text)") }
    for task in tasks where ending != .ran {
      Console.untrusted("  \(task.title): \(task.earned) of \(task.maximumPoints) points")
      for check in task.checks {
        switch check.status {
        case .passed: Console.line("    passed  \(check.id)")
        case .notJudged: Console.line("    not judged  \(check.id)")
        case .failed:
          Console.untrusted("    failed  \(check.id): \(check.message)")
          if let expected = check.expected { Console.untrusted("            expected \(expected)") }
          if let actual = check.actual { Console.untrusted("            got      \(actual)") }
        }
      }
      for target in task.targets { Console.untrusted("    \(target.summary)") }
    }
    let times = RunStage.allCases.compactMap { stage in
      durations[stage].map { "\(stage.activity) \(Metric.Unit.seconds.text($0))" }
    }
    if !times.isEmpty { Console.line("  took: \(times.joined(separator: ", "))") }
    Console.untrusted("  \(ending.sentence)")
    if case .failed = ending {
      Console.line("  codelab hint \(exercise.id) --step \(step)    helps")
    }
    Console.line()
  }
}
