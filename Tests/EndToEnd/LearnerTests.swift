import Foundation
import Testing

extension EndToEnd {
  /// What a learner's progress survives.
  @Suite(.serialized) struct LearnerTests {
    private let exercise = "01-first/01-round"
    private let course: URL

    init() throws { course = try Package.newCourse("first/round", "first/again") }

    private func codelab(_ arguments: String...) -> (status: Int32, output: String) {
      run([Package.codelab] + arguments, folder: course)
    }

    @Test func programsAtTheSameTimeKeepWhatEachDid() throws {
      defer { try? FileManager.default.removeItem(at: course) }
      try Package.hand("Solution.swift", of: exercise, in: course)
      let check = "'\(Package.codelab)' check round > /dev/null & "
      let (_, output) = run(
        ["sh", "-c", String(repeating: check, count: 4) + "wait"], folder: course)
      #expect(output == "")
      struct Progress: Decodable {
        struct Exercise: Decodable {
          struct Step: Decodable { let attempts: Int, best: Int }
          let steps: [String: Step]
        }
        let exercises: [String: Exercise]
      }
      let file = course.appendingPathComponent(".codelab/progress.json")
      let progress = try JSONDecoder().decode(Progress.self, from: Data(contentsOf: file))
      let step = try #require(progress.exercises["round"]?.steps["round"])
      #expect((step.attempts, step.best) == (4, 2))
    }

    @Test func nextLeadsOnAndSkips() throws {
      defer { try? FileManager.default.removeItem(at: course) }
      #expect(codelab("next").output.contains("codelab run round --step round"))
      let skipped = codelab("next", "--skip")
      #expect(
        skipped.status == 0 && skipped.output.contains("Skipped: Round, step round"), "\(skipped.output)")
      #expect(skipped.output.contains("codelab run again --step round"))
      #expect(codelab("next", "--skip").output.contains("Everything is done, 2 skipped."))
      try Package.hand("Solution.swift", of: exercise, in: course)
      #expect(codelab("check", "round").status == 0)
      #expect(codelab("list").output.contains("Everything is done, 1 skipped."))
    }

    @Test func hintsAreForWhatFailedLast() throws {
      defer { try? FileManager.default.removeItem(at: course) }
      try Package.hand("Solution.swift", of: exercise, in: course)
      #expect(codelab("check", "round").status == 0)
      #expect(codelab("hint", "round").output.contains("No failed check has a hint"))
      // Also after the step has passed once, and for the very mistake.
      try Package.hand("Wrong/RoundsDown.swift", of: exercise, in: course)
      #expect(codelab("check", "round").status == 1)
      let hint = codelab("hint", "round").output
      #expect(hint.contains("You take the mark below each value"), "\(hint)")
    }

    @Test func aChangedStarterIsAnnouncedAndNeverTaken() throws {
      defer { try? FileManager.default.removeItem(at: course) }
      #expect(codelab("run", "round").output.contains("Not done yet"))
      #expect(codelab("reset", "round", "--diff").output.contains("as it was"))
      let starter = course.appendingPathComponent("Codelabs/\(exercise)/Exercise.swift")
      let text = try String(contentsOf: starter, encoding: .utf8)
      try text.replacingOccurrences(of: "above 0", with: "more than 0").write(
        to: starter, atomically: true, encoding: .utf8)
      let (_, output) = codelab("run", "round")
      #expect(
        output.contains("the starter of round has changed since you began (1 line added, 1 removed)"),
        "\(output)")
      let diff = codelab("reset", "round", "--diff").output
      #expect(diff.contains(/\d - .*above 0/) && diff.contains(/\d \+ .*more than 0/), "\(diff)")
      let mine = course.appendingPathComponent("Work/\(exercise)/Exercise.swift")
      #expect(try String(contentsOf: mine, encoding: .utf8) == text)
      #expect(codelab("reset", "round").output.contains("Exercise.swift.backup-1"))
      #expect(!codelab("run", "round").output.contains("has changed"))
    }

    @Test func aChaptersPageShowsWhatWasMeasured() throws {
      defer { try? FileManager.default.removeItem(at: course) }
      let page = course.appendingPathComponent("Codelabs/01-first/README.md")
      try """
      # First things
      ```measured
      exercise: round
      metric: largest-error
      label: Largest error
      ```
      """.write(to: page, atomically: true, encoding: .utf8)
      #expect(codelab("list", "--chapter", "1").output.contains("not yet: round"))
      try Package.hand("Solution.swift", of: exercise, in: course)
      #expect(codelab("check", "round").status == 0)
      let (status, output) = codelab("list", "--chapter", "first")
      #expect(
        status == 0 && output.contains("# First things") && output.contains(/Largest error *\| *0\.2\d* \|/),
        "\(output)")
      #expect(codelab("list", "--chapter", "9").status == 2)
    }
  }
}
