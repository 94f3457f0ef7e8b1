import Foundation
import Testing

extension Package {
  /// A course that holds only what `codelab new` makes of some names.
  static func newCourse(_ exercises: String...) throws -> URL {
    let course = FileManager.default.temporaryDirectory.appendingPathComponent("codelab-\(UUID().uuidString)")
    for name in ["Codelabs", "Datasets"] {
      try FileManager.default.createDirectory(
        at: course.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    for exercise in exercises {
      let (status, output) = run([codelab, "new", exercise], folder: course)
      #expect(status == 0, "\(output)")
    }
    return course
  }

  /// Puts a file of an exercise in the place of the learner's.
  static func hand(_ file: String, of exercise: String, in course: URL) throws {
    let folder = course.appendingPathComponent("Work/\(exercise)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let answer = folder.appendingPathComponent("Exercise.swift")
    try? FileManager.default.removeItem(at: answer)
    try FileManager.default.copyItem(
      at: course.appendingPathComponent("Codelabs/\(exercise)/\(file)"), to: answer)
  }
}
