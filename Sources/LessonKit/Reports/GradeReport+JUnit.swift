import Foundation

extension GradeReport {
  /// The report as JUnit XML: a suite an exercise of a submission, a test a check.
  ///
  /// A check that the judge found wrong is a `failure`; one that could not be judged because the run broke
  /// off is an `error`, or `skipped` when someone cancelled it. A step without checks is one test.
  public var junit: String {
    let suites = submissions.flatMap { submission -> [Suite] in
      let prefix = submissions.count > 1 ? submission.name + "/" : ""
      return submission.exercises.map { Suite($0, prefix: prefix) }
        + (submission.refusal.map { [Suite(refused: submission.name, $0)] } ?? [])
    }
    let all = suites.flatMap(\.tests)
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append("<testsuites name=\"codelab\" \(counts(of: all))>")
    for suite in suites {
      lines.append("  <testsuite name=\"\(suite.name.escapedForXML)\" \(counts(of: suite.tests))>")
      lines += suite.tests.map(\.xml)
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }
}

private struct Suite {
  let name: String
  var tests: [Test] = []

  init(_ exercise: GradeReport.Exercise, prefix: String) {
    name = prefix + exercise.path
    for (index, diagnostic) in exercise.diagnostics.enumerated() {
      tests.append(
        Test(
          classname: prefix + exercise.id, name: "lesson \(index + 1)", file: diagnostic.file,
          line: diagnostic.line ?? 1, time: 0, outcome: .error(diagnostic.text)))
    }
    for step in exercise.steps { add(step, of: exercise, classname: "\(prefix)\(exercise.id).\(step.id)") }
    makeNamesUnique()
  }

  init(refused submission: String, _ reason: String) {
    name = submission
    tests = [
      Test(
        classname: submission, name: "submission", file: submission, line: 1, time: 0, outcome: .error(reason)
      )
    ]
  }

  private mutating func add(_ step: GradeReport.Step, of exercise: GradeReport.Exercise, classname: String) {
    let seconds = step.durations.values.reduce(0, +)
    let checks = step.tasks.flatMap { task in task.checks.map { (task, $0) } }
    if checks.isEmpty {
      tests.append(
        Test(
          classname: classname, name: "runs", file: exercise.file, line: step.line, time: seconds,
          outcome: step.isPassed ? .passed : .interrupted(step)))
    }
    for (task, check) in checks {
      let outcome: Test.Outcome =
        switch check.status {
        case .passed: .passed
        case .failed: .failure(check.message + check.comparison, hint: check.hint)
        case .notJudged: .interrupted(step)
        }
      tests.append(
        Test(
          classname: classname, name: "\(task.id): \(check.id)", file: exercise.file, line: task.line,
          // Checks are judged together; each has its share.
          time: seconds / Double(checks.count), outcome: outcome))
    }
  }

  private mutating func makeNamesUnique() {
    var seen: [String: Int] = [:]
    for index in tests.indices {
      let key = "\(tests[index].classname) \(tests[index].name)"
      let count = seen[key, default: 0] + 1
      seen[key] = count
      if count > 1 { tests[index].name += " (\(count))" }
    }
  }
}

private struct Test {
  enum Outcome {
    case passed
    case failure(String, hint: String?)
    case error(String)
    case skipped(String)

    static func interrupted(_ step: GradeReport.Step) -> Outcome {
      if step.status == Ending.cancelled.status { return .skipped(step.message) }
      return .error(([step.message] + step.notes).joined(separator: "\n"))
    }
  }

  let classname: String
  var name: String
  let file: String
  let line: Int
  let time: Double
  let outcome: Outcome

  var xml: String {
    let start =
      "    <testcase classname=\"\(classname.escapedForXML)\" name=\"\(name.escapedForXML)\" "
      + "file=\"\(file.escapedForXML)\" line=\"\(line)\" time=\"\(seconds(time))\""
    switch outcome {
    case .passed: return start + "/>"
    case .failure(let message, let hint):
      let output = hint.map { "<system-out>\($0.escapedForXML)</system-out>" } ?? ""
      return start + ">" + Self.element("failure", message) + output + "</testcase>"
    case .error(let message): return start + ">" + Self.element("error", message) + "</testcase>"
    case .skipped(let message): return start + "><skipped message=\"\(message.escapedForXML)\"/></testcase>"
    }
  }

  private static func element(_ name: String, _ message: String) -> String {
    "<\(name) message=\"\(message.escapedForXML)\">\(message.escapedForXML)</\(name)>"
  }
}

private func counts(of tests: [Test]) -> String {
  var failures = 0, errors = 0, skipped = 0
  for test in tests {
    switch test.outcome {
    case .passed: break
    case .failure: failures += 1
    case .error: errors += 1
    case .skipped: skipped += 1
    }
  }
  let time = seconds(tests.reduce(0) { $0 + $1.time })
  return
    "tests=\"\(tests.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"\(time)\""
}

private func seconds(_ time: Double) -> String { String(format: "%.3f", time) }

extension String {
  /// The text as content or attribute of XML; a report's texts have no characters that XML forbids.
  fileprivate var escapedForXML: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\n": text += "&#10;"
      case "\t": text += "&#9;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
