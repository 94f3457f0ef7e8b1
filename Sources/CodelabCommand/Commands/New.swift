import ArgumentParser
import LessonKit

/// Makes a new exercise.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "For authors: make a new exercise, complete and passing, to be changed into yours.",
    discussion: """
      As in 'codelab new 02-compression/prune-a-model'. It gets the next free number of its chapter, and the chapter \
      is made if it is not there. Nothing is overwritten.
      """)

  @OptionGroup var options: CourseOptions

  @Argument(help: "Chapter and name, with or without their numbers.")
  var exercise: String

  @Option(help: "The title, instead of one made from the name.")
  var title: String?

  func run() throws {
    let (session, _) = try options.load()
    let exercise = try NewExercise(self.exercise, title: title, in: session.project.codelabs)
    let folder = try exercise.write(in: session.project.codelabs)
    Console.line(
      """
      \(session.project.name(of: folder)) is there. It works as it is; change it piece by piece:
        codelab check \(exercise.id)     tries it as a learner does
        codelab verify \(exercise.id)    tries everything that it promises
      Codelabs/README.md is the author's guide.
      """)
  }
}
