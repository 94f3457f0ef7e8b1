import ArgumentParser
import LessonKit

/// Says what to do next.
struct Next: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what to do next, or leave it out.")

  @OptionGroup var options: CourseOptions

  @Flag(help: "Leave the step out; passing it later counts all the same.")
  var skip = false

  func run() throws {
    let (session, course) = try options.load()
    guard !course.exercises.isEmpty else { throw ValidationError("there is no exercise that can be opened") }
    var store = session.store
    var (progress, message) = store.load()
    if let message { Console.error(message) }
    if skip, let place = course.next(for: progress) {
      progress.skip(place.step, of: place.exercise)
      progress.lastExercise = place.exercise.id
      if let message = store.save(progress) { Console.error(message) }
      Console.line("Skipped: \(place.exercise.frontMatter.title), step \(place.step.id): \(place.step.title)")
    }
    Console.line(course.nextText(for: progress))
  }
}

extension Course {
  /// What to do next and the commands for it.
  func nextText(for progress: LearnerProgress) -> String {
    guard let next = next(for: progress) else {
      let skipped = exercises.reduce(0) { count, exercise in
        count + exercise.steps.count { StepStatus(progress[exercise.id].steps[$0.id]) == .skipped }
      }
      return "Everything is done" + (skipped > 0 ? ", \(skipped) skipped." : ".")
    }
    return """
      Next: \(next.exercise.frontMatter.title), step \(next.step.id): \(next.step.title)
        codelab run \(next.exercise.id) --step \(next.step.id)      runs it
        codelab check \(next.exercise.id) --step \(next.step.id)    judges your work
      """
  }
}
