import ArgumentParser
import Foundation
import LessonKit
import Testing

@testable import CodelabCommand

/// Which folders stand in for the lessons' own data.
@Suite struct DataOptionsTests {
  /// Calls `body` with an exercise that takes two sets, and a folder that holds folders of them and of a third.
  private func withSets(_ body: ([Exercise], URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "codelab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["mnist", "fashion-mnist", "imdb"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    var exercise = Fixture.course.exercises[0]
    exercise.frontMatter.data = ["mnist", "fashion-mnist"]
    try body([exercise], folder)
  }

  private func folders(
    _ settings: [String], for exercises: [Exercise], environment: [String: String] = [:]
  ) throws -> [String: String] {
    let arguments = settings.flatMap { ["--data", $0] }
    return try DataOptions.parse(arguments).folders(for: exercises, environment: environment)
      .mapValues { $0.standardizedFileURL.path }
  }

  @Test func nothingStandsInUnasked() throws {
    try withSets { exercises, folder in
      let found = try folders([], for: exercises, environment: ["XDG_CACHE_HOME": folder.path])
      #expect(found.isEmpty)
    }
  }

  @Test func theEnvironmentGivesWhatTheExerciseTakes() throws {
    try withSets { exercises, folder in
      let found = try folders([], for: exercises, environment: ["CODELAB_DATA": folder.path])
      #expect(found.keys.sorted() == ["fashion-mnist", "mnist"])
    }
  }

  @Test func whatIsNamedIsMeant() throws {
    try withSets { exercises, folder in
      let environment = ["CODELAB_DATA": folder.path]
      let named = try folders(["fashion-mnist"], for: exercises, environment: environment)
      #expect(named == ["fashion-mnist": folder.appending(path: "fashion-mnist").standardizedFileURL.path])
      let path = folder.appending(path: "imdb").standardizedFileURL.path
      #expect(try folders(["mnist=\(path)"], for: exercises, environment: environment) == ["mnist": path])
      #expect(throws: ValidationError.self) {
        try folders(["imdb"], for: exercises, environment: environment)
      }
      #expect(throws: ValidationError.self) { try folders(["mnist=/nowhere"], for: exercises) }
      #expect(throws: ValidationError.self) { try folders(["mnist="], for: exercises) }
    }
  }
}
