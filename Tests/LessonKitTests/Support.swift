import Codelab
import Foundation

@testable import LessonKit

/// A folder that is removed with the value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("codelab-test-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and the folders above it.
  @discardableResult
  func write(_ path: String, _ text: String, executable: Bool = false) throws -> URL {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Foundation.Data(text.utf8).write(to: file)
    if executable {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    return file
  }

  func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(path).path)) ?? [])
      .sorted()
  }
}

let header = """
  ---
  format: 1
  id: toy
  title: Toy
  ---

  """

let task = """
  ```task
  id: write
  points: 3
  title: Write it
  checks: [ends, middle]
  ```

  """

extension TemporaryFolder {
  /// An exercise `01-intro/01-toy` with files that only a fake compiler reads.
  func addExercise(
    _ path: String = "01-intro/01-toy", lesson: String = header + "## One {#one}\n" + task,
    code: String = "// lesson", starter: String = "// starter", solution: String = "// solution"
  ) throws {
    try write("Codelabs/\(path)/lesson.md", lesson)
    try write("Codelabs/\(path)/Lesson.swift", code)
    try write("Codelabs/\(path)/Exercise.swift", starter)
    try write("Codelabs/\(path)/Solution.swift", solution)
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent("Datasets"), withIntermediateDirectories: true)
  }

  var project: Project { Project(root: url) }

  func exercise() throws -> Exercise {
    let course = Course.load(project.codelabs)
    if let problem = course.diagnostics.first { throw problem }
    return try course.find("toy")
  }
}
