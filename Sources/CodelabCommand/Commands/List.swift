import ArgumentParser
import LessonKit

/// Lists the exercises.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the exercises with your progress.")

  @OptionGroup var options: CourseOptions

  @Option(help: ArgumentHelp("The page of one chapter, with what you measured.", valueName: "chapter"))
  var chapter: String?

  func run() throws {
    let (session, course) = try options.load()
    if let chapter {
      var store = session.store
      let (progress, complaint) = store.load()
      if let complaint { Console.error(complaint) }
      Console.line(try course.findChapter(chapter).markdown(with: progress))
      return
    }
    Overview(course: course, store: session.store).print()
    if !course.broken.isEmpty { throw ExitCode.unusable }
  }
}

/// The course in plain text: what there is, what is done, what to do next.
struct Overview {
  let course: Course
  let progress: LearnerProgress
  /// What is wrong with the kept progress, if anything.
  let complaint: String?

  /// Reads the progress that goes with a course.
  init(course: Course, store: ProgressStore) {
    self.course = course
    var store = store
    (progress, complaint) = store.load()
  }

  /// Prints exercises, steps of the exercise at hand, and the commands that lead on; errors of lessons go to
  /// standard error.
  func print() {
    if let complaint { Console.error(complaint) }
    Console.untrusted(text)
    for problem in course.diagnostics { Console.error("\(problem)") }
  }

  /// The overview.
  var text: String {
    var lines: [String] = []
    var chapter = ""
    for exercise in course.exercises {
      if exercise.chapterTitle != chapter {
        chapter = exercise.chapterTitle
        lines.append(chapter)
      }
      let record = progress[exercise.id]
      let done = exercise.steps.count { record.steps[$0.id]?.status == .passed }
      lines.append(
        "  \(exercise.id): \(exercise.frontMatter.title), \(done) of \(exercise.steps.count) steps, "
          + "\(record.points) of \(exercise.points) points, about \(exercise.minutes) minutes")
    }
    guard !course.exercises.isEmpty else { return "There is no exercise that can be opened." }
    lines += [
      "", course.nextText(for: progress),
      "  codelab --help      shows all commands; in a terminal, codelab alone opens the screen",
    ]
    return lines.joined(separator: "\n")
  }
}
