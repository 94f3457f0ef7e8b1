import Codelab
import Foundation
import Testing

@testable import LessonKit

@Suite struct ChapterTests {
  private let page = """
    # Compression

    You made models smaller.

    ```measured
    exercise: toy
    step: one
    metric: size
    label: Model file
    ```
    ```measured
    exercise: toy
    metric: accuracy
    label: "Accuracy | held out"
    ```

    ```swift
    # not a title
    ```
    """

  private func course(_ page: String?) throws -> Course {
    let folder = try TemporaryFolder()
    try folder.addExercise("02-small-models/01-toy")
    if let page { try folder.write("Codelabs/02-small-models/README.md", page) }
    return withExtendedLifetime(folder) { Course.load(folder.project.codelabs) }
  }

  @Test func showsWhatTheLearnerMeasured() throws {
    let course = try course(page)
    #expect(course.diagnostics == [])
    let chapter = try #require(course.chapters.first)
    #expect((chapter.path, chapter.title) == ("02-small-models", "Compression"))
    var progress = LearnerProgress()
    for (step, size) in [("one", 2048.0), ("two", 4096)] {
      progress.record(
        StepResult(
          exercise: "toy", step: step, ending: .ran, tasks: [],
          metrics: [Metric(name: "size", value: size, unit: .bytes)]))
    }
    #expect(
      chapter.markdown(with: progress) == """
        # Compression

        You made models smaller.

        | What you measured    |        Yours |
        |----------------------|-------------:|
        | Model file           |       2.0 KB |
        | Accuracy \\| held out | not yet: toy |

        ```swift
        # not a title
        ```

        """)
    #expect(chapter.markdown(with: LearnerProgress()).contains("| not yet: toy, step one |"))
    // A measurement on a whole set says so, and the next one on the lesson's own data does not.
    func record(_ sets: [String]) {
      progress.record(
        StepResult(
          exercise: "toy", step: "one", ending: .ran, tasks: [],
          metrics: [Metric(name: "size", value: 3072, unit: .bytes)], sets: sets))
    }
    record(["fashion-mnist", "mnist"])
    #expect(chapter.markdown(with: progress).contains("| 3.0 KB (fashion-mnist, mnist) |"))
    record([])
    #expect(chapter.markdown(with: progress).contains("  3.0 KB |"))
  }

  @Test func aChapterWithoutAPageIsNamedByItsFolder() throws {
    let course = try course(nil)
    #expect(course.chapters == [Chapter(path: "02-small-models", title: "2 Small models")])
    for name in ["2", "02", "02-small-models/", "small", "MODELS"] {
      #expect(try course.findChapter(name).path == "02-small-models")
    }
    for name in ["", "3", "compresion"] {
      #expect(throws: Course.LookupError.self) { try course.findChapter(name) }
    }
  }

  @Test(arguments: [
    ("# T\n```measured\nexercise: toy\nmetric: m\n```", 2, "'label' is missing"),
    ("# T\n```measured\nexercise: toi\nmetric: m\nlabel: L\n```", 2, "did you mean 'toy'?"),
    ("# T\n```measured\nexercise: toy\nstep: on\nmetric: m\nlabel: L\n```", 2, "did you mean 'one'?"),
    ("# T\n```measured\nexercise: toy\nmetric: m\nlabel: L\nunit: s\n```", 6, "unknown key 'unit'"),
    ("# T\n```mesured\n```", 2, "did you mean 'measured'?"), ("text", 1, "the page has no title"),
    ("# T\n```\n", 2, "never closed"),
  ]) func saysWhatIsWrong(_ page: String, _ line: Int, _ complaint: String) throws {
    let problem = try #require(try course(page).diagnostics.first)
    #expect(problem.description.hasPrefix("Codelabs/02-small-models/README.md:\(line): error: "))
    #expect(problem.message.contains(complaint), "\(problem)")
    // A page that is wrong breaks no exercise.
    #expect(try course(page).exercises.count == 1)
  }
}
