import Codelab
import Foundation
import Testing

@testable import LessonKit

@Suite struct LessonAuditTests {
  /// The messages about the toy exercise with another text and code.
  private func messages(lesson: String, code: String = "", files: [String] = [], links: [Link] = []) throws
    -> [String]
  {
    let folder = try TemporaryFolder()
    try folder.addExercise(lesson: lesson, code: code)
    for file in files { try folder.write("Codelabs/01-intro/01-toy/\(file)", "") }
    let exercise = try folder.exercise()
    return LessonAudit(exercise, prefix: "toy").problems { text, line in text == "Prose" ? links : [] }
      .map(\.description)
  }

  private static let hints =
    "```hint\ncheck: ends\nlevel: 1\n---\nH\n```\n```hint\ncheck: middle\nlevel: 1\n---\nH\n```\n"
  private static let whole = header + "## One {#one}\nProse\n" + task + hints
  private static let code = """
    let lesson = Lesson {
      Step("one") { _ in } judge: { _ in
        expect("ends", true, "")
        expect(
          "middle", false, "expect(\\"other\\")", mistake: "floor")
      }
    }
    """

  @Test func aWholeExerciseHasNoProblems() throws {
    #expect(try messages(lesson: Self.whole, code: Self.code, files: ["Wrong/A.swift"]) == [])
  }

  @Test func everyCheckNeedsAHintForEveryFailure() throws {
    let lesson =
      header + "## One {#one}\n" + task
      + Self.hints.replacing("check: middle", with: "check: middle\nwhen: floor")
    #expect(
      try messages(lesson: lesson, code: Self.code) == [
        "toy/lesson.md:7: error: the check 'middle' has no hint for every failure; "
          + "add a 'hint' without 'when' to the step"
      ])
  }

  @Test func codeAndTextNameTheSame() throws {
    let code = Self.code.replacing("\"middle\"", with: "\"midle\"").replacing(
      "Step(\"one\")", with: "Step(\"on\")")
    let lesson = Self.whole + "```hint\ncheck: ends\nwhen: ceiling\nlevel: 1\n---\nH\n```\n"
    #expect(
      try messages(lesson: lesson, code: code) == [
        "toy/Lesson.swift:5: error: no task of lesson.md lists the check 'midle'; did you mean 'middle'?",
        "toy/Lesson.swift:2: error: lesson.md has no step 'on'; did you mean 'one'?",
        "toy/lesson.md:26: error: no judge names the mistake 'ceiling', so that this hint never shows; "
          + "give it to expect as 'mistake:'",
      ])
  }

  @Test func knobsAreShownAndFilesAreLinked() throws {
    let lesson = Self.whole.replacing(
      "title: Toy", with: "title: Toy\nknobs:\n  bits: { values: [1], default: 1 }")
    let found = try messages(
      lesson: lesson, code: Self.code,
      files: ["notes.txt", "map.png", ".hidden", "Wrong/readme.md", "Wrong/a/B.swift"],
      links: [Link(destination: "map.png", line: 9)])
    #expect(found.count == 5)
    #expect(found[0].hasPrefix("toy/lesson.md:6: error: no step shows the knob 'bits'"))
    #expect(
      found.dropFirst().map { $0.prefix { $0 != ":" } } == [
        "toy/.hidden", "toy/Wrong/a/B.swift", "toy/Wrong/readme.md", "toy/notes.txt",
      ])
  }

  @Test(arguments: [
    ("https://swift.org/x", nil), ("mailto:a@b.c", nil), ("#one", nil), ("Exercise.swift#L1", nil),
    ("javascript:alert(1)", "leads nowhere"), ("https:", "leads nowhere"), ("#on", "did you mean 'one'?"),
    ("gone.md", "leads to no file"), ("", "leads to no file"),
  ]) func linksLeadSomewhere(_ destination: String, _ complaint: String?) throws {
    let found = try messages(
      lesson: Self.whole, code: Self.code, links: [Link(destination: destination, line: 7)])
    #expect(found.count == (complaint == nil ? 0 : 1), "\(found)")
    if let complaint {
      #expect(found[0].hasPrefix("toy/lesson.md:7: error: ") && found[0].contains(complaint))
    }
  }

  @Test func whatBelongsNowhereIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.addExercise()
    for path in [
      "README.md", "GUIDE.md", "01-intro/README.md", "01-intro/notes", "todo.txt", "01-intro/02-empty/x",
      "intro/01-a/lesson.md",
    ] {
      try folder.write("Codelabs/\(path)", "")
    }
    #expect(
      FolderAudit.problems(of: folder.project.codelabs, name: "Codelabs").map(\.file) == [
        "Codelabs/01-intro/02-empty", "Codelabs/01-intro/notes", "Codelabs/intro", "Codelabs/todo.txt",
      ])
  }
}

@Suite struct TrialAuditTests {
  private let exercise: Exercise
  private let audit: TrialAudit

  init() throws {
    let folder = try TemporaryFolder()
    let predict = "```predict\nid: p\nquestion: Q\nmetric: size\nunit: bytes\ntolerance: 1\n```\n"
    try folder.addExercise(
      lesson: header + "## One {#one}\n" + task + predict + "```figure\nid: sizes\n```\n")
    exercise = try folder.exercise()
    audit = TrialAudit(exercise: exercise, prefix: "toy", lessonText: SourceText(of: exercise.lessonText))
  }

  private func messages(
    _ answer: Trial.Answer, _ ending: Ending = .passed, failed: [String] = [],
    figures: Set<String> = ["sizes"],
    metrics: [Metric] = [Metric(name: "size", value: 1, unit: .bytes)], durations: [RunStage: Double] = [:],
    problems: [String] = []
  ) -> [String] {
    let step = exercise.steps[0]
    let verdicts = step.checks.map { Verdict(check: $0, passed: !failed.contains($0), message: "right") }
    let tasks =
      ending == .passed || !failed.isEmpty ? Judgement.tasks(of: step, verdicts: verdicts) { _ in 1 } : []
    let result = StepResult(
      exercise: "toy", step: "one", ending: ending, tasks: tasks, metrics: metrics, durations: durations)
    let file = exercise.folder.appendingPathComponent("Answer.swift")
    let trial = Trial(exercise: exercise, answer: answer, file: file, seed: 7)
    let record = TrialResult.Step(result: result, figures: figures, problems: problems)
    return audit.problems(of: TrialResult(trial: trial, steps: [record])).map(\.description)
  }

  @Test func quicklyTriedWrongAnswersGoThroughTheStepOfTheirCheckAlone() throws {
    let folder = try TemporaryFolder()
    let second = task.replacing("id: write", with: "id: more").replacing("[ends, middle]", with: "[others]")
    try folder.addExercise(lesson: header + "## One {#one}\n" + task + "## Two {#two}\n" + second)
    let exercise = try folder.exercise()
    func steps(_ answer: Trial.Answer, isQuick: Bool) -> [String] {
      Trial(exercise: exercise, answer: answer, file: exercise.solution, seed: 7, isQuick: isQuick).steps.map(
        \.id)
    }
    #expect(steps(.wrong(check: "middle"), isQuick: true) == ["one"])
    #expect(steps(.wrong(check: "others"), isQuick: true) == ["two"])
    #expect(steps(.wrong(check: "others"), isQuick: false) == ["one", "two"])
    #expect(steps(.solution, isQuick: true) == ["one", "two"])
  }

  @Test func whatShouldBeIsFine() {
    #expect(messages(.solution) == [])
    #expect(messages(.starter, .notDone(text: "t", file: "f", line: 1)) == [])
    #expect(messages(.wrong(check: "ends"), .failed(checks: ["ends"]), failed: ["ends"]) == [])
  }

  @Test func aStarterDoesNotPass() {
    let found = messages(.starter)
    #expect(found.count == 2)
    #expect(found[0].hasPrefix("toy/Answer.swift:1: error: the starter passes as it is"))
    #expect(found[1].hasPrefix("toy/lesson.md:7: error: the starter earns 3 points of the task 'write'"))
    #expect(messages(.starter, .exitedEarly(status: 3))[0].contains("exit status 3"))
  }

  @Test func aSolutionPassesAndShowsWhatIsPromised() {
    #expect(
      messages(.solution, .failed(checks: ["ends"]), failed: ["ends"])[0].contains("fails the check 'ends'"))
    #expect(messages(.solution, .threw(message: "oh"))[0].contains("stopped by an error: oh"))
    #expect(
      messages(.solution, figures: ["size"])
        == ["toy/lesson.md:21: error: the step 'one' never shows the figure 'sizes'; did you mean 'size'?"])
    #expect(
      messages(.solution, metrics: [])[0].hasPrefix(
        "toy/lesson.md:13: error: the step 'one' never measures 'size'"))
    #expect(
      messages(.solution, metrics: [Metric(name: "size", value: 1, unit: .count)])[0].contains("in bytes"))
    #expect(messages(.solution, problems: ["odd"]) == ["toy/lesson.md:6: error: step 'one': odd"])
    #expect(messages(.solution, durations: [.subject: 9.9, .judge: 19]) == [])
    #expect(messages(.solution, durations: [.subject: 12])[0].contains("40 % of its limit"))
    #expect(messages(.solution, durations: [.judge: 30])[0].contains("judging takes the solution 50 %"))
  }

  @Test func aWrongAnswerFailsItsCheckAlone() {
    let wrong = Trial.Answer.wrong(check: "ends")
    #expect(messages(wrong)[0].contains("it passes, and should fail the check 'ends'"))
    #expect(
      messages(wrong, .failed(checks: ["ends", "middle"]), failed: ["ends", "middle"])[0]
        .contains("it fails ends, middle, and should fail 'ends' alone"))
    #expect(
      messages(wrong, .failed(checks: ["middle"]), failed: ["middle"])[0].contains("should fail 'ends' alone")
    )
    #expect(messages(wrong, .notDone(text: "t", file: "f", line: 1))[0].contains("does not come that far"))
  }

  @Test func aJudgeThatCannotJudgeIsTheLessonsFault() {
    for answer in [Trial.Answer.starter, .solution, .wrong(check: "ends")] {
      #expect(
        messages(answer, .judgeFailed(message: "oh"))
          == ["toy/lesson.md:1: error: the step 'one' cannot be judged: oh"])
    }
  }

  @Test func reportsSayWhatWasFound() throws {
    struct Report: Decodable {
      struct Problem: Decodable { let file: String, line: Int? }
      struct Exercise: Decodable { let id: String, passed: Bool, checks: Int, diagnostics: [Problem] }
      let schema: String, passed: Bool, exercises: [Exercise]
    }
    let problem = Diagnostic(file: "a.swift", line: 3, message: "is wrong; mend it")
    let verification = Verification(
      exercises: [
        ExerciseVerification(id: "good", path: "01-a/01-good", checkCount: 2, diagnostics: []),
        ExerciseVerification(id: "bad", path: "01-a/02-bad", diagnostics: [problem]),
      ], diagnostics: [], checksFormat: true)
    #expect(!verification.isPassed)
    #expect(
      verification.text == """
        a.swift:3: error: is wrong; mend it

        exercise  checks  wrong answers  seeds  slowest  seconds  verdict
        good           2              0      0        -        0  ok
        bad            0              0      0        -        0  1 error

        """)
    let report = try JSONDecoder().decode(Report.self, from: Foundation.Data(verification.json.utf8))
    #expect((report.schema, report.passed) == ("codelab.verify/1", false))
    #expect(report.exercises.map(\.passed) == [true, false])
    #expect(report.exercises[1].diagnostics[0].line == 3)
  }
}
