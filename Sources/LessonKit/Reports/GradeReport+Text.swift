import Codelab

extension GradeReport {
  /// The report for people: a line a step, and below it what did not pass.
  public var text: String {
    var lines: [String] = []
    for submission in submissions {
      if submissions.count > 1 { lines.append("== \(submission.name): \(submission.score)") }
      if let refusal = submission.refusal { lines.append("not graded: \(refusal)") }
      for exercise in submission.exercises { lines += exercise.textLines }
    }
    if let protections = protectionWords { lines.append(protections) }
    lines.append("Total: \(points) of \(maximumPoints) points, \(passed ? "passed" : "not passed")")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the system enforced on every step that ran, in a sentence; nil if none ran in isolation.
  public var protectionWords: String? {
    let found = submissions.flatMap(\.exercises).flatMap(\.steps).compactMap(\.protections)
    guard !found.isEmpty else { return nil }
    let words = Protection.allCases.map { protection in
      "\(protection.rawValue) \(found.allSatisfy { $0.contains(protection) } ? "closed" : "OPEN")"
    }
    return "Isolation of the graded code: \(words.joined(separator: ", "))"
  }
}

extension GradeReport.Submission {
  /// Points and verdict in a few words.
  var score: String { "\(points) of \(maximumPoints) points, \(passed ? "passed" : "not passed")" }
}

extension GradeReport.Exercise {
  fileprivate var textLines: [String] {
    var lines = ["\(title) (\(id)): \(points) of \(maximumPoints) points"]
    lines += diagnostics.map { "  \($0.text)" }
    for step in steps {
      lines.append("  [\(step.isPassed ? "x" : " ")] \(step.title): \(step.message)")
      lines += step.notes.map { "      \($0)" }
      for check in step.tasks.flatMap(\.checks) where check.status == .failed {
        lines.append("      \(check.id): \(check.message)\(check.comparison)")
        if let hint = check.hint { lines += hint.split(separator: "\n").map { "        \($0)" } }
      }
      lines += step.tasks.flatMap(\.targets).map { "      \($0.summary)" }
    }
    return lines
  }
}

extension GradeReport.Step {
  /// Whether it passed.
  var isPassed: Bool { status == Ending.passed.status }

  /// What the compiler said, and what came from the reference.
  var notes: [String] {
    diagnostics.filter { $0.severity == Diagnostic.Severity.error.rawValue && $0.message != message }.map(
      \.text)
      + (supplied.isEmpty ? [] : ["taken from the reference: \(supplied.joined(separator: ", "))"])
  }
}

extension ReportedProblem {
  /// The place and the problem, as in `file:line: error: message`.
  var text: String {
    let place = [line, column].compactMap { $0.map(String.init) }
    return ([file] + place).joined(separator: ":") + ": \(severity): \(message)"
  }
}
