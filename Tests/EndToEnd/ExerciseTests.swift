import Foundation
import Testing

extension EndToEnd {
  /// What every shipped exercise promises: the starter does not pass, the solution does, and each wrong answer
  /// fails exactly the check that it names.
  @Suite(.serialized) struct ExerciseTests {
    @Test(arguments: Submission.all) func gradesAsItShould(submission: Submission) throws {
      let grade = try Grade(of: submission)
      switch submission.expectation {
      case .passes:
        #expect(grade.exitCode == 0 && grade.points == grade.maximumPoints)
        #expect(grade.failedChecks.isEmpty && grade.statuses.allSatisfy { $0 == "passed" })
      case .isNotDone:
        #expect(grade.exitCode == 1)
        #expect(grade.points == 0 && grade.statuses.contains("notDone"))
      case .fails(let check):
        #expect(grade.exitCode == 1)
        #expect(grade.failedChecks == [check])
        #expect(grade.statuses.allSatisfy { ["passed", "failed"].contains($0) })
        #expect(grade.points < grade.maximumPoints)
      }
    }

    @Test func theSolutionPassesWithAnotherSeed() throws {
      for submission in Submission.all where submission.expectation == .passes {
        let grade = try Grade(of: submission, "--seed", "8")
        #expect(grade.exitCode == 0, "\(grade.failedChecks)")
      }
    }
  }
}

/// A file to grade and what should come of it.
struct Submission: CustomTestStringConvertible, Sendable {
  enum Expectation: Equatable, Sendable {
    case passes, isNotDone
    case fails(check: String)
  }

  var exercise: String
  var file: URL
  var expectation: Expectation

  var testDescription: String { "\(exercise)/\(file.lastPathComponent)" }

  /// Starter, solution and wrong answers of every exercise.
  static let all: [Submission] = {
    let root = Package.root.appendingPathComponent("Codelabs")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap {
      $0 as? URL
    }
    return (files ?? []).sorted { $0.path < $1.path }.compactMap { file in
      let inWrong = file.deletingLastPathComponent().lastPathComponent == "Wrong"
      let folder =
        inWrong
        ? file.deletingLastPathComponent().deletingLastPathComponent() : file.deletingLastPathComponent()
      let exercise = folder.pathComponents.suffix(2).joined(separator: "/")
      switch (inWrong, file.lastPathComponent) {
      case (false, "Exercise.swift"):
        return Submission(exercise: exercise, file: file, expectation: .isNotDone)
      case (false, "Solution.swift"): return Submission(exercise: exercise, file: file, expectation: .passes)
      case (true, _):
        let first = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").first ?? ""
        let check = first.replacingOccurrences(of: "// fails: ", with: "")
        return Submission(exercise: exercise, file: file, expectation: .fails(check: check))
      default: return nil
      }
    }
  }()
}

/// A grade as the command reports it.
struct Grade {
  let exitCode: Int32
  let points: Int
  let maximumPoints: Int
  let statuses: [String]
  let failedChecks: [String]

  /// Grades a submission with the built program.
  init(of submission: Submission, _ options: String...) throws {
    let course = try Package.freshCourse()
    let work = course.appendingPathComponent("Work")
    let folder = work.appendingPathComponent(submission.exercise)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: submission.file, to: folder.appendingPathComponent("Exercise.swift"))
    let report = work.appendingPathComponent("report.json")
    let (status, output) = run(
      [Package.codelab, "grade", submission.exercise, "--format", "json", "--output", report.path]
        + options, folder: course)
    exitCode = status
    let document = try #require(
      try? JSONDecoder().decode(Document.self, from: Data(contentsOf: report)), "no report: \(output)")
    points = document.points
    maximumPoints = document.maximumPoints
    let steps = document.exercises.flatMap(\.steps)
    statuses = steps.map(\.status)
    failedChecks = steps.flatMap(\.tasks).flatMap(\.checks).filter { $0.status == "failed" }.map(\.id)
  }

  private struct Document: Decodable {
    struct Exercise: Decodable { let steps: [Step] }
    struct Step: Decodable { let status: String, tasks: [Task] }
    struct Task: Decodable { let checks: [Check] }
    struct Check: Decodable { let id: String, status: String }
    let points: Int, maximumPoints: Int, exercises: [Exercise]
  }
}
