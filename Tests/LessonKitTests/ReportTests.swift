import Codelab
import Foundation
import Testing

@testable import LessonKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  private static func step(_ id: String, _ ending: Ending, _ checks: [CheckResult]) -> ExerciseGrade.Step {
    let tasks = checks.isEmpty ? [] : [TaskResult(id: "t", title: "T", line: 5, points: 3, checks: checks)]
    return .init(
      title: "Step \(id)", line: 3,
      result: StepResult(
        exercise: "toy", step: id, ending: ending, tasks: tasks,
        metrics: [
          Metric(name: "size", value: 12, unit: .bytes), Metric(name: "odd", value: .infinity, unit: .number),
        ],
        durations: [.subject: 0.5, .judge: 0.25], seed: 7, knobs: ["bits": 3]))
  }

  private let grade = GradeResult(
    exercises: [
      ExerciseGrade(
        id: "toy", path: "01-intro/01-toy", title: "Toy <1> & \"2\"",
        file: "Codelabs/01-intro/01-toy/lesson.md",
        steps: [
          step("one", .passed, [CheckResult(id: "a", status: .passed, message: "fine")]),
          step(
            "two", .failed(checks: ["b"]),
            [
              CheckResult(
                id: "b", status: .failed, message: "must be < 3 \u{1B}[31m\u{0}", expected: "2", actual: "4",
                hint: "Think & try")
            ]),
          step(
            "three", .timedOut(stage: .subject, limit: 2),
            [CheckResult(id: "c", status: .notJudged, message: "x")]),
          step("four", .cancelled, [CheckResult(id: "d", status: .notJudged, message: "x")]),
          step("five", .passed, []),
        ], diagnostics: []),
      ExerciseGrade(
        Course.Broken(
          path: "01-intro/02-bad", diagnostics: [Diagnostic(file: "x/lesson.md", line: 2, message: "bad")]),
        file: "x/lesson.md"),
    ], circumstances: Circumstances(toolchain: "6.3"))

  @Test func text() {
    #expect(
      grade.text == """
        Toy <1> & "2" (toy): 3 of 12 points
          [x] Step one: passed
          [ ] Step two: not passed yet: b
              b: must be < 3 [31m (expected 2, got 4)
                Think & try
          [ ] Step three: stopped: running the step took longer than 2 s
          [ ] Step four: cancelled
          [x] Step five: passed
        01-intro/02-bad (01-intro/02-bad): 0 of 0 points
          x/lesson.md:2: error: bad
        Total: 3 of 12 points, not passed

        """)
  }

  @Test func json() throws {
    let parsed = try #require(
      JSONSerialization.jsonObject(with: Foundation.Data(grade.json.utf8)) as? [String: Any])
    #expect(parsed["schema"] as? String == "codelab.grade/1")
    #expect(parsed["passed"] as? Bool == false)
    #expect(parsed["points"] as? Int == 3)
    let exercises = try #require(parsed["exercises"] as? [[String: Any]])
    #expect(exercises.map { $0["id"] as? String } == ["toy", "01-intro/02-bad"])
    let steps = try #require(exercises[0]["steps"] as? [[String: Any]])
    #expect(steps.map { $0["status"] as? String } == ["passed", "failed", "timedOut", "cancelled", "passed"])
    #expect(steps[2]["limit"] as? Double == 2)
    #expect(steps[0]["durations"] as? [String: Double] == ["subject": 0.5, "judge": 0.25])
    let metrics = try #require(steps[0]["metrics"] as? [[String: Any]])
    #expect(metrics[0]["value"] as? Double == 12)
    #expect(metrics[1]["value"] is NSNull)
    let tasks = try #require(steps[1]["tasks"] as? [[String: Any]])
    let checks = try #require(tasks[0]["checks"] as? [[String: Any]])
    #expect(checks[0]["expected"] as? String == "2")
    #expect(checks[0]["hint"] as? String == "Think & try")
  }

  @Test func junit() throws {
    let delegate = Elements()
    let parser = XMLParser(data: Foundation.Data(grade.junit.utf8))
    parser.delegate = delegate
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(delegate.attributes("testsuites").map { $0["tests"] } == ["6"])
    #expect(delegate.attributes("testsuites").map { $0["time"] } == ["3.750"])
    let suites = delegate.attributes("testsuite")
    #expect(suites.map { $0["name"] } == ["01-intro/01-toy", "01-intro/02-bad"])
    #expect(suites.map { $0["failures"] } == ["1", "0"])
    #expect(suites.map { $0["errors"] } == ["1", "1"])
    #expect(suites.map { $0["skipped"] } == ["1", "0"])
    let cases = delegate.attributes("testcase")
    #expect(cases.map { $0["name"] } == ["t: a", "t: b", "t: c", "t: d", "runs", "lesson 1"])
    #expect(Set(cases.map { "\($0["classname"] ?? "") \($0["name"] ?? "")" }).count == cases.count)
    #expect(delegate.attributes("failure").map { $0["message"] } == ["must be < 3 [31m (expected 2, got 4)"])
    #expect(delegate.attributes("skipped").count == 1)
    #expect(delegate.texts["system-out"] == "Think & try")
  }

  @Test func nothingGradedIsNotPassed() {
    #expect(!GradeResult(exercises: []).isPassed)
  }

  @Test func writesAtomically() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("report.json", "old")
    try writeReport("new", to: file)
    #expect(try String(contentsOf: file, encoding: .utf8) == "new")
    #expect(folder.names(in: "") == ["report.json"])
    #expect(throws: WorkspaceError.self) {
      try writeReport("x", to: folder.url.appendingPathComponent("none/report.json"))
    }
  }
}

private final class Elements: NSObject, XMLParserDelegate {
  private var found: [(name: String, attributes: [String: String])] = []
  private(set) var texts: [String: String] = [:]
  private var current = ""

  func attributes(_ name: String) -> [[String: String]] { found.filter { $0.name == name }.map(\.attributes) }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    found.append((name, attributes))
    current = name
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    current = ""
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) { texts[current, default: ""] += text }
}
