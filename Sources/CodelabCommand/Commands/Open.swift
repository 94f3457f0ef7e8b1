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

  @OptionGroup(title: "Screen options") var screen: ScreenOptions

  @Flag(help: "Take commands and print answers in lines, for screen readers, pipes and simple terminals.")
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
    let open = index.map { (exercise: $0, step: Int?.none) }
    let takesKeys = isatty(STDIN_FILENO) == 1
    let isShown = isatty(STDOUT_FILENO) == 1
    if !plain, takesKeys, isShown {
      try pack.confirm(session)
      do {
        try ScreenLoop(session: session, course: course, open: open, options: screen).runToEnd()
        return
      } catch {
        Console.error("no screen here: \(error.text); this is plain mode")
      }
    }
    Overview(course: course, store: session.store).print()
    let loop = PlainLoop(session: session, course: course, open: open)
    loop.printStep()
    // Who pages or saves the output has no use for a program that waits for commands.
    guard plain || !takesKeys || isShown else { return }
    try pack.confirm(session)
    loop.runToEnd()
  }
}

extension Open {
  /// What the program does without any argument.
  ///
  /// The parser would come to the same, and take longer for it than the screen for its first frame.
  static func withoutArguments() -> Open {
    var options = CourseOptions(), data = DataOptions(), pack = PackTrust(), screen = ScreenOptions()
    options.codelabs = nil
    data.settings = []
    pack.trust = false
    screen.theme = .auto
    screen.synchronized = true
    var open = Open()
    open.options = options
    open.data = data
    open.pack = pack
    open.screen = screen
    open.exercise = nil
    open.plain = false
    return open
  }
}
