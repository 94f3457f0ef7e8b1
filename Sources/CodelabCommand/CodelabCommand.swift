import ArgumentParser
import Codelab
import Foundation
import LessonKit

/// The program: the screen without arguments, or one of the subcommands.
@main
struct CodelabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codelab",
    abstract: "Make models smaller, faster and better, step by step, in the terminal.",
    discussion: """
      Without a subcommand the screen opens where you left it. Exit codes: 0 for success, 1 for work that was
      checked and has not passed, 2 for bad usage or a broken lesson.
      """,
    subcommands: [
      Open.self, List.self, Next.self, Run.self, Check.self, Grade.self, Hint.self, Solution.self,
      Reset.self, New.self, Verify.self, DataCommand.self, Export.self, Bench.self, Doctor.self,
      ScreenFrames.self,
    ],
    defaultSubcommand: Open.self)

  /// Runs the program and maps every way it can end to one of three exit codes.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // A step's process does one thing. To look for it among all commands would take longer than many a step.
    if arguments == RunSetup.workerArguments { Worker.main() }
    do {
      // The same holds for the screen, where nothing was said about it.
      var command: any ParsableCommand = arguments.isEmpty ? Open.withoutArguments() : try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      // Help and version are asked for; everything else is bad usage.
      if exitCode(for: error) == .success {
        print(fullMessage(for: error))
        Foundation.exit(0)
      }
      let message = fullMessage(for: error)
      FileHandle.standardError.write(Data((message.isEmpty ? "\(error)" : message).utf8 + [10]))
      Foundation.exit(2)
    }
  }
}

extension ExitCode {
  /// The work was checked and has not passed.
  static let notPassed = ExitCode(1)
  /// The program was used wrongly, or a lesson is broken.
  static let unusable = ExitCode(2)
}

/// Options that every command has.
struct CourseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of exercises, instead of the shipped ones.", valueName: "folder"))
  var codelabs: String?

  /// The session and the exercises in it.
  ///
  /// - Throws: What is wrong with the project or the folder.
  func load() throws -> (session: Session, course: Course) {
    let session = try Session.current(codelabs: codelabs)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: session.project.codelabs.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { throw ValidationError("\(session.project.codelabs.path) is not a folder of exercises") }
    return (session, session.course)
  }
}

/// One exercise, and perhaps one step of it.
struct StepArguments: ParsableArguments {
  @Argument(help: "The exercise: its id, its path below Codelabs, or a part that only one has.")
  var exercise: String

  @Option(name: .shortAndLong, help: "One step by its id or number; all of them without it.")
  var step: String?

  /// The exercise and the steps that are meant.
  func find(in course: Course) throws -> (exercise: Exercise, steps: [LessonStep]) {
    let found = try course.find(exercise)
    guard let step else { return (found, found.steps) }
    return (found, [try Self.step(step, of: found)])
  }

  /// A step by its id or number.
  static func step(_ step: String, of found: Exercise) throws -> LessonStep {
    if let named = found.step(step) { return named }
    if let number = Int(step), found.steps.indices.contains(number - 1) { return found.steps[number - 1] }
    throw ValidationError(
      "\(found.id) has no step '\(step)'; its steps are \(found.steps.map(\.id).joined(separator: ", "))")
  }
}
