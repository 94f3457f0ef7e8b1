extension GradeResult {
  /// The result for people: a line a step, and below it what did not pass.
  public var text: String {
    var lines: [String] = []
    for exercise in exercises {
      lines.append(
        "\(exercise.title) (\(exercise.id)): \(exercise.points) of \(exercise.maximumPoints) points")
      lines += exercise.diagnostics.map { "  \($0)".withoutControlCharacters }
      for step in exercise.steps {
        let mark = step.result.ending == .passed ? "[x]" : "[ ]"
        lines.append("  \(mark) \(step.title): \(step.result.ending.summary)".withoutControlCharacters)
        lines += step.result.diagnostics.filter { $0.severity == .error }.map {
          "      \($0.withoutSource)".withoutControlCharacters
        }
        for check in step.result.tasks.flatMap(\.checks) where check.status == .failed {
          lines.append("      \(check.id): \(check.message)\(check.comparison)".withoutControlCharacters)
          if let hint = check.hint {
            lines += hint.split(separator: "\n").map { "        \($0)".withoutControlCharacters }
          }
        }
        lines += step.result.tasks.flatMap(\.targets).map {
          "      \($0.summary)".withoutControlCharacters
        }
      }
    }
    lines.append("Total: \(points) of \(maximumPoints) points, \(isPassed ? "passed" : "not passed")")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension CheckResult {
  /// Expected and actual value, if there are any.
  var comparison: String {
    switch (expected, actual) {
    case (let expected?, let actual?): " (expected \(expected), got \(actual))"
    case (let expected?, nil): " (expected \(expected))"
    case (nil, let actual?): " (got \(actual))"
    case (nil, nil): ""
    }
  }
}

extension TargetResult {
  /// The target, what was measured and what it earned, in a line.
  public var summary: String {
    let measured = value.map { "got \(target.unit.text($0))" } ?? "not measured"
    return "\(target.demand): \(measured), \(earned) of \(target.points) points"
  }
}

extension Diagnostic {
  /// The place and the problem, without the line of source.
  fileprivate var withoutSource: Diagnostic {
    Diagnostic(file: file, line: line, column: column, severity: severity, message: message)
  }
}

extension String {
  /// The text without control characters, which terminals obey and XML forbids; line ends and tabs stay.
  var withoutControlCharacters: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.filter { scalar in
          switch scalar.value {
          case 0x09, 0x0A: true
          case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
          default: true
          }
        }))
  }
}
