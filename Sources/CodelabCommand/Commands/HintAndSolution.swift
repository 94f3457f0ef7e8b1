import ArgumentParser
import Foundation
import LessonKit

/// Shows hints of a step.
struct Hint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the hints of a step for the checks that failed last; again for more.")

  @OptionGroup var options: CourseOptions
  @OptionGroup var target: StepArguments

  func run() throws {
    let (session, course) = try options.load()
    let (exercise, steps) = try target.find(in: course)
    var store = session.store
    var (progress, message) = store.load()
    if let message { Console.error(message) }
    var isShown = false
    for step in steps {
      guard var record = progress[exercise.id].steps[step.id], let failures = record.lastFailures else {
        continue
      }
      let failed = step.checks.filter { failures[$0] != nil }
      // Work that was never judged, because it is not done, begins with the first check.
      for check in failed.isEmpty ? Array(step.checks.prefix(1)) : failed {
        let level = record.hintLevel(for: check)
        guard
          let hint = Judgement.hint(for: check, mistake: failures[check], level: level, among: step.hints)
        else { continue }
        Console.line("\(step.title), \(check):")
        Console.line(hint.text)
        Console.line()
        record.hintsAsked[check] = level + 1
        isShown = true
      }
      progress[exercise.id].steps[step.id] = record
    }
    if !isShown {
      Console.line("No failed check has a hint: codelab check \(exercise.id) judges your work.")
    }
    if let message = store.save(progress) { Console.error(message) }
  }
}

/// Shows the reference solution.
struct Solution: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the reference solution of an exercise.")

  @OptionGroup var options: CourseOptions

  @Argument(help: "The exercise: its id, its path below Codelabs, or a part that only one has.")
  var exercise: String

  func run() throws {
    let (_, course) = try options.load()
    Console.line(try String(contentsOf: course.find(exercise).solution, encoding: .utf8))
  }
}

/// Puts the learner's file back to its start.
struct Reset: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put your Exercise.swift back to its start; what you had is kept as a backup.")

  @OptionGroup var options: CourseOptions

  @Argument(help: "The exercise: its id, its path below Codelabs, or a part that only one has.")
  var exercise: String

  @Flag(help: "Only show how the start has changed since you began.")
  var diff = false

  func run() throws {
    let (session, course) = try options.load()
    let found = try course.find(exercise)
    if diff {
      let change = session.workspace.starterChange(of: found)
      Console.line(change?.lines.joined(separator: "\n") ?? "the start is as it was when you began")
      return
    }
    let backup = try session.workspace.reset(found)
    let file = session.project.name(of: session.workspace.file(of: found))
    Console.line(
      backup.map { "\(file) is as at the start; yours is kept as \($0.lastPathComponent)" }
        ?? "\(file) is new")
  }
}
