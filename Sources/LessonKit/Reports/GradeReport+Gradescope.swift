import Foundation

extension GradeReport {
  /// The report of one submission as the `results.json` of Gradescope's autograder.
  ///
  /// A test is a task. What the judge measured for targets is in the leaderboard, where the smaller is the better
  /// for sizes and times.
  public var gradescope: String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Results(self)) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

/// The document, as Gradescope specifies it.
///
/// See https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
private struct Results: Encodable {
  let score: Int
  let executionTime: Double
  let output: String
  let outputFormat = "text"
  let visibility = "visible"
  let stdoutVisibility = "hidden"
  let extraData: [String: String]
  let tests: [Test]
  let leaderboard: [Entry]

  struct Test: Encodable {
    let score: Int, maxScore: Int
    let status: String, name: String, number: String, output: String
    let outputFormat = "text"
    let tags: [String]
    let visibility = "visible"
  }

  struct Entry: Encodable {
    let name: String
    let value: Double
    let order: String
  }

  init(_ report: GradeReport) {
    score = report.points
    let steps = report.submissions.flatMap(\.exercises).flatMap(\.steps)
    executionTime = steps.flatMap(\.durations.values).reduce(0, +)
    output = report.text
    let circumstances = report.circumstances
    extraData = [
      "toolchain": circumstances.toolchain, "machine": circumstances.machine,
      "kernels": circumstances.kernels,
      "seeds": Set(steps.map(\.seed)).sorted().map { "\($0)" }.joined(separator: " "),
    ].compactMapValues(\.self)
    var tests: [Test] = []
    for (number, exercise) in report.submissions.flatMap(\.exercises).enumerated() {
      let all = exercise.steps.flatMap { step in step.tasks.map { (step, $0) } }
      for (index, (step, task)) in all.enumerated() {
        tests.append(
          Test(
            score: task.points, maxScore: task.maximumPoints,
            status: task.points == task.maximumPoints && task.checks.allSatisfy { $0.status == .passed }
              ? "passed" : "failed",
            name: "\(exercise.title): \(task.title)", number: "\(number + 1).\(index + 1)",
            output: task.output(in: step), tags: [exercise.id, step.id]))
      }
    }
    self.tests = tests
    leaderboard = steps.flatMap(\.tasks).flatMap(\.targets).compactMap { target in
      target.value.map {
        Entry(
          name: target.metric, value: $0,
          order: target.unit == .bytes || target.unit == .seconds ? "asc" : "desc")
      }
    }
  }
}

extension GradeReport.Task {
  /// What people read of a task: its checks and targets, or why there is no verdict on them.
  fileprivate func output(in step: GradeReport.Step) -> String {
    if checks.contains(where: { $0.status == .notJudged }) {
      return ([step.message] + step.notes).joined(separator: "\n")
    }
    let lines = checks.flatMap { check -> [String] in
      if check.status == .passed { return ["passed: \(check.message)"] }
      return ["failed: \(check.message)\(check.comparison)"] + (check.hint.map { [$0] } ?? [])
    }
    return (lines + targets.map(\.summary)).joined(separator: "\n")
  }
}
