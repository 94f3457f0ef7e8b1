import Codelab
import Foundation
import Testing

@testable import LessonKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  private static func step(
    _ id: String, _ ending: Ending, _ checks: [CheckResult], diagnostics: [Diagnostic] = []
  ) -> GradeReport.Step {
    let tasks = checks.isEmpty ? [] : [TaskResult(id: "t", title: "T", line: 5, points: 3, checks: checks)]
    return .init(
      LessonStep(id: id, title: "Step \(id)", line: 3, minutes: nil, blocks: []),
      StepResult(
        exercise: "toy", step: id, ending: ending, tasks: tasks,
        metrics: [
          Metric(name: "size", value: 12, unit: .bytes), Metric(name: "odd", value: .infinity, unit: .number),
        ], diagnostics: diagnostics, durations: [.subject: 0.5, .judge: 0.25], seed: 7, knobs: ["bits": 3]))
  }

  private static let toy = exercise(
    "toy",
    [
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
    ])

  private static func exercise(_ id: String, _ steps: [GradeReport.Step]) -> GradeReport.Exercise {
    .init(
      id: id, path: "01-intro/01-\(id)", title: "Toy <1> & \"2\"", file: "Codelabs/01-intro/01-toy/lesson.md",
      answer: "hand in/Exercise.swift", lessonFingerprint: "l", answerFingerprint: "a",
      passed: steps.allSatisfy(\.isPassed), points: steps.reduce(0) { $0 + $1.points },
      maximumPoints: steps.reduce(0) { $0 + $1.maximumPoints }, diagnostics: [], steps: steps)
  }

  private let grade = GradeReport(
    submissions: [
      .init(
        name: "ada",
        exercises: [
          toy,
          .init(
            Course.Broken(
              path: "01-intro/02-bad", diagnostics: [Diagnostic(file: "x/lesson.md", line: 2, message: "bad")]
            ),
            file: "x/lesson.md"),
        ])
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
    let submissions = try #require(parsed["submissions"] as? [[String: Any]])
    #expect(submissions.map { $0["name"] as? String } == ["ada"])
    let exercises = try #require(submissions[0]["exercises"] as? [[String: Any]])
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

  @Test func markdown() {
    let text = grade.markdown
    #expect(text.hasPrefix("# 3 of 12 points, not passed\n"))
    #expect(text.contains("### Toy &lt;1> &amp; \"2\": 3 of 12 points"))
    #expect(text.contains("| Step two | not passed yet: b | 0 / 3 |"))
    #expect(text.contains("- **b**: must be &lt; 3 \\[31m (expected 2, got 4)\n  Think & try"))
  }

  @Test func githubTakesNothingInItForACommand() {
    let hostile = GradeReport(
      submissions: [
        .init(
          name: "a,b: c%",
          exercises: [
            Self.exercise(
              "toy",
              [
                Self.step(
                  "one", .didNotCompile, [],
                  diagnostics: [
                    Diagnostic(file: "x:1,2.swift", line: 3, column: 4, message: "50 %\n::error::no")
                  ])
              ])
          ]), .init(name: "d", refusal: "no\n::set-output", exercises: []),
      ])
    let lines = hostile.githubAnnotations(token: "secret").split(separator: "\n")
    #expect(
      lines[0]
        == "::error file=x%3A1%2C2.swift,line=3,col=4,title=a%2Cb%3A c%25%3A Toy <1> & \"2\" > Step one::50 %25%0A::error::no"
    )
    #expect(lines[1] == "::error title=d::no%0A::set-output")
    #expect(lines[2] == "::stop-commands::secret")
    #expect(lines.last == "::secret::")
    let many = GradeReport(
      submissions: (0..<12).map { .init(name: "\($0)", refusal: "none", exercises: []) })
    let annotations = many.githubAnnotations().split(separator: "\n")
    #expect(annotations.count { $0.hasPrefix("::error") } == 10)
    #expect(annotations[10] == "::notice::2 further problems are in the log")
  }

  @Test func gradescope() throws {
    let parsed = try #require(
      JSONSerialization.jsonObject(with: Foundation.Data(grade.gradescope.utf8)) as? [String: Any])
    #expect(parsed["score"] as? Int == 3)
    #expect(parsed["execution_time"] as? Double == 3.75)
    #expect(parsed["stdout_visibility"] as? String == "hidden")
    #expect((parsed["extra_data"] as? [String: String])?["seeds"] == "7")
    let tests = try #require(parsed["tests"] as? [[String: Any]])
    #expect(tests.map { $0["status"] as? String } == ["passed", "failed", "failed", "failed"])
    #expect(tests.map { $0["number"] as? String } == ["1.1", "1.2", "1.3", "1.4"])
    #expect(tests[1]["output"] as? String == "failed: must be < 3 [31m (expected 2, got 4)\nThink & try")
    #expect(tests[2]["output"] as? String == "stopped: running the step took longer than 2 s")
  }

  @Test func whatWasWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("report.json", grade.json)
    #expect(try GradeReport(contentsOf: file) == grade)
    try folder.write("report.json", grade.json.replacing("codelab.grade/1", with: "codelab.grade/9"))
    #expect(throws: GradeReportError.self) { try GradeReport(contentsOf: file) }
    try folder.write("report.json", "{}")
    #expect(throws: GradeReportError.self) { try GradeReport(contentsOf: file) }
  }

  @Test func partsAreJoinedOnce() throws {
    func part(_ name: String, _ id: String, kernels: String) -> GradeReport {
      GradeReport(
        submissions: [.init(name: name, exercises: [Self.exercise(id, [Self.step("one", .passed, [])])])],
        circumstances: Circumstances(toolchain: "6.3", kernels: kernels))
    }
    let parts = [
      part("bob", "b", kernels: "avx2"), part("ada", "a", kernels: "avx512"),
      part("bob", "a", kernels: "avx2"),
    ]
    let whole = try GradeReport.merge(parts)
    #expect(whole.submissions.map(\.name) == ["ada", "bob"])
    #expect(whole.submissions[1].exercises.map(\.id) == ["a", "b"])
    #expect(whole.circumstances.toolchain == "6.3")
    #expect(whole.circumstances.kernels == nil)
    #expect(throws: GradeReportError.self) { try GradeReport.merge(parts + [parts[0]]) }
  }

  @Test func aReplayComparesVerdicts() {
    #expect(Replay(of: grade, as: grade).differences.isEmpty)
    let other = GradeReport(
      submissions: [
        .init(name: "ada again", exercises: [Self.exercise("toy", [Self.step("one", .didNotCompile, [])])])
      ], circumstances: Circumstances(toolchain: "6.4"))
    let replay = Replay(of: grade, as: other)
    #expect(replay.changes == ["the compiler: 6.3 then, 6.4 now"])
    #expect(replay.differences.first == "toy > one: passed then, didNotCompile now")
    #expect(replay.differences.contains("toy > one > a: passed then, absent now"))
    #expect(replay.differences.contains("toy > two: there is no such step any more"))
    #expect(replay.differences.contains("01-intro/02-bad: was not graded again"))
  }

  @Test func nothingGradedIsNotPassed() {
    #expect(!GradeReport(submissions: []).passed)
    #expect(!GradeReport(submissions: [.init(name: "ada", exercises: [])]).passed)
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
