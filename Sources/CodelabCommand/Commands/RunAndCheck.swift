import ArgumentParser
import Codelab
import Foundation
import LessonKit

/// Runs steps and prints what they show.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an exercise, or one step of it, with your code.")

  @OptionGroup var options: CourseOptions
  @OptionGroup var target: StepArguments
  @OptionGroup var knobs: KnobOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var pack: PackTrust

  func run() throws {
    var (session, course) = try options.load()
    try pack.confirm(session)
    let (exercise, steps) = try target.find(in: course)
    session.data = try data.folders(for: [exercise], environment: session.environment)
    let results = try PlainRun(session: session, exercise: exercise)
      .run(steps, isJudged: false, knobs: try knobs.positions(in: exercise))
    try finish(after: results)
  }
}

/// Runs steps and judges the work.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an exercise, or one step of it, and judge your work.")

  @OptionGroup var options: CourseOptions
  @OptionGroup var target: StepArguments
  @OptionGroup var knobs: KnobOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var pack: PackTrust

  func run() throws {
    var (session, course) = try options.load()
    try pack.confirm(session)
    let (exercise, steps) = try target.find(in: course)
    session.data = try data.folders(for: [exercise], environment: session.environment)
    let results = try PlainRun(session: session, exercise: exercise)
      .run(steps, isJudged: true, knobs: try knobs.positions(in: exercise))
    let points = results.reduce(0) { $0 + $1.points }
    Console.line("\(points) of \(results.reduce(0) { $0 + $1.maximumPoints }) points")
    try finish(after: results)
  }
}

/// Ends with the exit code for some results.
private func finish(after results: [StepResult]) throws {
  let isBroken = results.contains { if case .judgeFailed = $0.ending { true } else { false } }
  if isBroken { throw ExitCode.unusable }
  if !results.allSatisfy({ $0.ending == .passed || $0.ending == .ran }) { throw ExitCode.notPassed }
}

/// Positions of knobs on the command line.
struct KnobOptions: ParsableArguments {
  @Option(
    name: .customLong("knob"), help: ArgumentHelp("Turn a knob, as in bits=4.", valueName: "name=value"))
  var settings: [String] = []

  /// The positions, checked against what the exercise declares.
  func positions(in exercise: Exercise) throws -> [String: Double] {
    var positions: [String: Double] = [:]
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      guard let knob = exercise.knob(parts[0]) else {
        let names = exercise.frontMatter.knobs.map(\.name).joined(separator: ", ")
        throw ValidationError(
          "\(exercise.id) has no knob '\(parts[0])'; " + (names.isEmpty ? "it has none" : "it has \(names)"))
      }
      guard parts.count == 2, let value = Double(parts[1]), knob.values.contains(value) else {
        let values = knob.values.map { Metric.Unit.number.text($0) }.joined(separator: ", ")
        throw ValidationError("'\(setting)': the knob \(knob.name) stands at one of \(values)")
      }
      positions[knob.name] = value
    }
    return positions
  }
}
