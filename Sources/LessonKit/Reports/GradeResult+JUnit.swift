import Foundation

extension GradeResult {
  /// The result as JUnit XML: a suite an exercise, a test a check.
  ///
  /// A check that the judge found wrong is a `failure`; one that could not be judged because the run broke
  /// off is an `error`, or `skipped` when someone cancelled it. A step without checks is one test.
  public var junit: String {
    let suites = exercises.map(Suite.init)
    let all = suites.flatMap(\.tests)
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append("<testsuites name=\"codelab\" \(counts(of: all))>")
    for suite in suites {
      lines.append("  <testsuite name=\"\(suite.name.escaped)\" \(counts(of: suite.tests))>")
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

  init(_ exercise: ExerciseGrade) {
    name = exercise.path
    for (index, diagnostic) in exercise.diagnostics.enumerated() {
      tests.append(
        Test(
          classname: exercise.id, name: "lesson \(index + 1)", file: diagnostic.file,
          line: diagnostic.line ?? 1,
          time: 0, outcome: .error("\(diagnostic)")))
    }
    for step in exercise.steps { add(step, of: exercise) }
    makeNamesUnique()
  }

  private mutating func add(_ step: ExerciseGrade.Step, of exercise: ExerciseGrade) {
    let result = step.result
    let classname = "\(exercise.id).\(result.step)"
    let seconds = result.durations.values.reduce(0, +)
    let checks = result.tasks.flatMap { task in task.checks.map { (task, $0) } }
    if checks.isEmpty {
      let outcome: Test.Outcome = result.ending == .passed ? .passed : .interrupted(result)
      tests.append(
        Test(
          classname: classname, name: "runs", file: exercise.file, line: step.line, time: seconds,
          outcome: outcome))
    }
    for (task, check) in checks {
      let outcome: Test.Outcome =
        switch check.status {
        case .passed: .passed
        case .failed: .failure(check.message + check.comparison, hint: check.hint)
        case .notJudged: .interrupted(result)
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

    static func interrupted(_ result: StepResult) -> Outcome {
      if result.ending == .cancelled { return .skipped(result.ending.summary) }
      let details = result.diagnostics.filter { $0.severity == .error }.map(\.description)
      return .error(([result.ending.summary] + details).joined(separator: "\n"))
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
      "    <testcase classname=\"\(classname.escaped)\" name=\"\(name.escaped)\" file=\"\(file.escaped)\" "
      + "line=\"\(line)\" time=\"\(seconds(time))\""
    switch outcome {
    case .passed: return start + "/>"
    case .failure(let message, let hint):
      let output = hint.map { "<system-out>\($0.escaped)</system-out>" } ?? ""
      return start + ">" + Self.element("failure", message) + output + "</testcase>"
    case .error(let message): return start + ">" + Self.element("error", message) + "</testcase>"
    case .skipped(let message): return start + "><skipped message=\"\(message.escaped)\"/></testcase>"
    }
  }

  private static func element(_ name: String, _ message: String) -> String {
    "<\(name) message=\"\(message.escaped)\">\(message.escaped)</\(name)>"
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
  /// The text as content or attribute of XML, without characters that XML forbids.
  fileprivate var escaped: String {
    var text = ""
    for scalar in withoutControlCharacters.unicodeScalars {
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
