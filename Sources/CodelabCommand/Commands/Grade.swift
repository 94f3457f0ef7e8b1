import ArgumentParser
import Engine
import Foundation
import LessonKit

/// Grades exercises without a screen.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge exercises from the beginning and write a report.",
    discussion: """
      Each step of each exercise is run with the file in the work folder, <work>/<path>/Exercise.swift, and judged.
      Learner's progress is neither read nor written.
      """)

  /// How the report is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, junit
  }

  @OptionGroup var options: CourseOptions

  @Argument(help: "The exercises; all of them without this.")
  var exercises: [String] = []

  @Option(help: ArgumentHelp("The folder with the work, instead of Work.", valueName: "folder"))
  var work: String?

  @Option(help: "The report's format.")
  var format = Format.text

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  @OptionGroup var data: DataOptions

  @Option(help: "The seed, instead of each exercise's own.")
  var seed: UInt64?

  func run() throws {
    var (session, course) = try options.load()
    var chosen = course.exercises
    if !exercises.isEmpty {
      let wanted = Set(try exercises.map { try course.find($0).id })
      chosen = chosen.filter { wanted.contains($0.id) }
    }
    session.data = try data.folders(for: chosen, environment: session.environment)
    let folder = work.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? session.project.work
    let setup = try session.setup()

    var grades: [ExerciseGrade] = []
    Interruption.watch()
    for exercise in chosen {
      let answer = folder.appendingPathComponent(exercise.path).appendingPathComponent("Exercise.swift")
      try checkSubmission(answer, in: folder, of: exercise)
      grades.append(
        Grading.grade(
          exercise, answer: answer, setup: setup, seed: seed, isCancelled: { Interruption.hasArrived }
        ) { step, update in
          if case .finished(let result) = update {
            Console.error("\(exercise.id) > \(step.id): \(summary(of: result))")
          }
        })
      Interruption.obey()
    }
    if exercises.isEmpty {
      grades += course.broken.map { ExerciseGrade($0, file: "Codelabs/\($0.path)/lesson.md") }
    }
    guard !grades.isEmpty else { throw ValidationError("there is nothing to grade") }

    var circumstances = Circumstances.current
    if !session.data.isEmpty { circumstances.data = session.data.mapValues(\.path) }
    let result = GradeResult(exercises: grades, circumstances: circumstances)
    let report =
      switch format {
      case .text: result.text
      case .json: result.json
      case .junit: result.junit
      }
    if let output {
      try writeReport(report, to: URL(fileURLWithPath: output))
    } else {
      Console.line(report)
    }
    if result.hasErrors { throw ExitCode.unusable }
    if !result.isPassed { throw ExitCode.notPassed }
  }
}

/// Refuses what is missing, reaches out of the submission by a link, or is no file of ordinary size.
private func checkSubmission(_ file: URL, in folder: URL, of exercise: Exercise) throws {
  let manager = FileManager.default
  guard manager.isReadableFile(atPath: file.path) else {
    throw ValidationError("there is nothing to grade for \(exercise.id): \(file.path) is missing")
  }
  var place = file
  while place.path.count > folder.standardizedFileURL.path.count {
    guard (try? manager.destinationOfSymbolicLink(atPath: place.path)) == nil else {
      throw ValidationError("\(place.path) is a link; a submission holds its files itself")
    }
    place.deleteLastPathComponent()
  }
  let attributes = try manager.attributesOfItem(atPath: file.path)
  guard attributes[.type] as? FileAttributeType == .typeRegular,
    (attributes[.size] as? Int ?? .max) <= 1 << 20
  else {
    throw ValidationError("\(file.path) is not a file of at most 1 MB")
  }
}

private func summary(of result: StepResult) -> String {
  let points = result.maximumPoints > 0 ? ", \(result.points) of \(result.maximumPoints) points" : ""
  return Console.sanitizedText(result.ending.summary) + points
}

extension Circumstances {
  /// The circumstances of this process.
  static var current: Circumstances {
    let system = ProcessInfo.processInfo
    return Circumstances(
      date: Date().formatted(.iso8601),
      machine: "\(system.operatingSystemVersionString), \(system.activeProcessorCount) processors",
      kernels: "\(InstructionSet.current)")
  }
}
