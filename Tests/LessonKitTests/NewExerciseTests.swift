import Foundation
import Testing

@testable import LessonKit

@Suite struct NewExerciseTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.addExercise("02-compression/06-toy")
    return folder
  }

  @Test(arguments: [
    ("02-compression/prune-a-model", "02-compression/07-prune-a-model"),
    ("compression/prune-a-model", "02-compression/07-prune-a-model"),
    ("02-compression/01-prune-a-model/", "02-compression/01-prune-a-model"),
    ("learning/prune-a-model", "03-learning/01-prune-a-model"),
    ("09-late/prune-a-model", "09-late/01-prune-a-model"),
  ]) func findsTheNextFreeNumber(_ text: String, _ path: String) throws {
    let folder = try folder()
    let exercise = try withExtendedLifetime(folder) { try NewExercise(text, in: folder.project.codelabs) }
    #expect(exercise.path == path)
    #expect((exercise.id, exercise.title) == ("prune-a-model", "Prune a model"))
  }

  @Test(arguments: [
    ("prune-a-model", "is not chapter and name"), ("a/b/c", "is not chapter and name"),
    ("02-compression/toy", "02-compression/06-toy already"),
    ("02-compression/06-prune", "the number 6 belongs to the exercise 06-toy"),
    ("02-learning/prune", "the number 2 belongs to the chapter 02-compression"),
    ("03-compression/prune", "the chapter 'compression' is 02-compression"),
    ("learning/toy", "the id 'toy' belongs to 02-compression/06-toy already"),
    ("02-compression/Prune it", "as in 'prune-it'"), ("../02-compression", "'..' is not a name"),
  ]) func saysWhyThereIsNoPlace(_ text: String, _ complaint: String) throws {
    let folder = try folder()
    let error = #expect(throws: NewExerciseError.self) {
      try withExtendedLifetime(folder) { try NewExercise(text, in: folder.project.codelabs) }
    }
    #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
  }

  @Test func writesAnExerciseWithoutOverwriting() throws {
    let folder = try folder(), codelabs = folder.project.codelabs
    let exercise = try NewExercise("02-compression/prune", title: #"Prune: a "model""#, in: codelabs)
    try exercise.write(in: codelabs)
    let course = Course.load(codelabs)
    #expect(course.diagnostics == [])
    #expect(try course.find("prune").frontMatter.title == #"Prune: a "model""#)
    #expect(
      folder.names(in: "Codelabs/02-compression/07-prune") == [
        "Exercise.swift", "Lesson.swift", "Solution.swift", "Wrong", "lesson.md",
      ])
    let error = #expect(throws: NewExerciseError.self) { try exercise.write(in: codelabs) }
    #expect(error?.description.contains("exist") == true)
    #expect(folder.names(in: "Codelabs/02-compression") == ["06-toy", "07-prune"])
  }
}
