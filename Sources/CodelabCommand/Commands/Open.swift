import ArgumentParser
import Foundation
import LessonKit

/// Opens the screen.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open the screen, at an exercise if one is named.")

  @OptionGroup var options: CourseOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var pack: PackTrust

  @Argument(help: "The exercise: its id, its path below Codelabs, or a part that only one has.")
  var exercise: String?

  @Flag(help: "Print an overview instead of opening the screen.")
  var plain = false

  func run() throws {
    var (session, course) = try options.load()
    guard !course.exercises.isEmpty else {
      for problem in course.diagnostics { Console.error("\(problem)") }
      throw ValidationError("there is no exercise that can be opened in \(session.project.codelabs.path)")
    }
    let wanted = try exercise.map { try course.find($0) }
    let index = wanted.flatMap { found in course.exercises.firstIndex { $0.id == found.id } }
    session.data = try data.folders(for: course.exercises, environment: session.environment)
    if !plain, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
      try pack.confirm(session)
      do {
        let loop = try ScreenLoop(
          session: session, course: course, open: index.map { ($0, nil) }, environment: session.environment)
        loop.runToEnd()
        return
      } catch {
        Console.error("no screen here: \(error.text)")
      }
    }
    Overview(course: course, store: session.store).print()
  }
}
