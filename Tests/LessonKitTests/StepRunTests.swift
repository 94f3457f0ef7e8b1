import Codelab
import Foundation
import Testing

@testable import LessonKit

/// Runs of steps whose compiler and workers are shell scripts: everything but Swift itself is real.
@Suite struct StepRunTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.addExercise(
      lesson: header.replacing(
        "title: Toy", with: "title: Toy\nlimits: { run: 3 s, memory: 40 MB, output: 20 KB }")
        + "## One {#one}\n" + task)
    // The output is the argument after -o; right after it comes the answer, whose first line says where it is from.
    try folder.write(
      "swiftc",
      #"""
      #!/bin/sh
      while [ "$1" != "-o" ]; do shift; done
      place=$(sed -n '1s/^#sourceLocation(file: "\(.*\)", line: 1)$/\1/p' "$3")
      if grep -q KILLED "$3"; then kill -KILL $$; fi
      if grep -q STARVED "$3"; then echo "error: compile command failed due to signal 9 (use -v)"; exit 1; fi
      if grep -q BROKEN "$3"; then echo "$place:1:4: error: broken" >&2; exit 1; fi
      touch "$2"
      """#, executable: true)
    try folder.write("Modules/Codelab.swiftmodule", "")
  }

  /// What the fake worker does in its two roles; `event` writes an event.
  private func setup(subject: String, judge: String = "") throws -> RunSetup {
    let worker = try folder.write(
      "worker",
      """
      #!/bin/sh
      event() { echo "$1" >&3; }
      finished() { event '{"finished":{"checks":[]}}'; }
      verdict() { event "{\\"verdict\\":{\\"_0\\":{\\"check\\":\\"$1\\",\\"passed\\":$2,\\"message\\":\\"m\\"}}}"; }
      request=$(cat)
      case "$request" in
      *'"role":"subject"'*)
        \(subject)
        ;;
      *)
        \(judge)
        ;;
      esac
      """, executable: true)
    let toolchain = Toolchain(compiler: folder.url.appendingPathComponent("swiftc").path, fingerprint: "fake")
    let engine = EngineBuild(modules: folder.url.path, moduleMaps: [], fingerprint: "fake")
    return RunSetup(
      project: folder.project, toolchain: toolchain, engine: engine, worker: worker.path,
      environment: ["PATH": "/usr/bin:/bin", "SECRET": "secret"])
  }

  private func run(
    subject: String, judge: String = "", isJudged: Bool = true, onUpdate: (RunUpdate) -> Bool = { _ in true }
  ) throws -> (result: StepResult, updates: [RunUpdate]) {
    let exercise = try folder.exercise()
    let answer = try Workspace(folder.project).open(exercise)
    var updates: [RunUpdate] = []
    var isCancelled = false
    let result = StepRun.runToEnd(
      RunPlan(exercise, step: exercise.steps[0], answer: answer, isJudged: isJudged),
      setup: try setup(subject: subject, judge: judge), isCancelled: { isCancelled },
      onUpdate: {
        updates.append($0)
        if !onUpdate($0) { isCancelled = true }
      })
    return (result, updates)
  }

  private static let pass = "verdict ends true; verdict middle true; finished"

  @Test func passes() throws {
    let (result, updates) = try run(
      subject: """
        event '{"started":{"step":"one"}}'; echo hello
        event '{"metric":{"_0":{"name":"size","value":12,"unit":"bytes"}}}'
        finished
        """, judge: Self.pass)
    #expect(result.ending == .passed)
    #expect((result.points, result.maximumPoints) == (3, 3))
    #expect(result.metrics == [Metric(name: "size", value: 12, unit: .bytes)])
    #expect(Set(result.durations.keys) == Set(RunStage.allCases))
    let stages = updates.compactMap { if case .stage(let stage) = $0 { stage } else { nil } }
    #expect(stages == RunStage.allCases)
    #expect(updates.contains(.output("hello")))
    #expect(updates.contains(.event(.started(step: "one"))))
    #expect(updates.last == .finished(result))

    let again = try run(subject: "finished", judge: Self.pass)
    #expect(again.updates.contains(.cached(.compileExercise)))
    #expect(again.updates.contains(.cached(.compileSolution)))
  }

  @Test func gradesEveryStep() throws {
    try folder.addExercise(
      lesson: header + "## One {#one}\n" + task + "## Two {#two}\n"
        + task.replacing("write", with: "b").replacing("ends, middle", with: "c"))
    try folder.write("ada/toy/Exercise.swift", "// an answer")
    try folder.write("bob/readme.txt", "")
    var plan = GradingPlan([try folder.exercise()])
    plan.add(folder.url.appendingPathComponent("ada").path)
    plan.add(folder.url.appendingPathComponent("bob").path)
    let grading = Grading(setup: try setup(subject: "finished", judge: Self.pass), jobs: 2) { _ in 11 }
    let report = GradeReport(submissions: try grading.grade(plan))
    #expect(report.submissions.map(\.name) == ["ada", "bob"])
    let grade = report.submissions[0].exercises[0]
    #expect(grade.steps.map(\.status) == ["passed", "failed"])
    #expect(grade.steps.map(\.seed) == [11, 11])
    #expect((grade.points, grade.maximumPoints, grade.passed) == (3, 6, false))
    #expect(grade.file == "Codelabs/01-intro/01-toy/lesson.md")
    #expect(grade.answer == folder.url.appendingPathComponent("ada/toy/Exercise.swift").path)
    #expect(report.submissions[1].exercises[0].steps.map(\.status) == ["refused", "refused"])
    #expect(!report.hasErrors)
  }

  @Test func compilesAgainWhenTheFileChanges() throws {
    _ = try run(subject: "finished", judge: Self.pass)
    try Foundation.Data("// changed".utf8).write(to: Workspace(folder.project).file(of: folder.exercise()))
    let (_, updates) = try run(subject: "finished", judge: Self.pass)
    #expect(updates.contains(.stage(.compileExercise)))
    #expect(updates.contains(.cached(.compileSolution)))
  }

  @Test func runsWithoutJudging() throws {
    let (result, updates) = try run(subject: "finished", judge: Self.pass, isJudged: false)
    #expect(result.ending == .ran)
    #expect(result.points == 0)
    #expect(!updates.contains(.stage(.judge)))
  }

  @Test func aStepWithoutChecksIsDoneWhenItHasRun() throws {
    try folder.addExercise(lesson: header + "## One {#one}\n")
    #expect(try run(subject: "finished").result.ending == .passed)
  }

  @Test func handsEvidenceToTheJudgeOnce() throws {
    let evidence = #"event '{"evidence":{"_0":{"name":"x","content":{"value":{"json":"VALUE"}}}}}'"#
    let (result, _) = try run(
      subject: evidence.replacing("VALUE", with: "41") + "\n" + evidence.replacing("VALUE", with: "42")
        + "\nfinished",
      judge: """
        case "$request" in *'"json":"42"'*) verdict ends true;; esac
        case "$request" in *'"json":"41"'*) verdict middle false;; *) verdict middle true;; esac
        finished
        """)
    #expect(result.ending == .passed)
  }

  /// A way for a subject to go wrong, and the ending that it must have.
  struct Case: Sendable, CustomTestStringConvertible {
    let subject: String
    var judge = StepRunTests.pass
    let ending: Ending
    var testDescription: String { ending.status + ": " + subject }
  }

  static let cases: [Case] = [
    Case(subject: "exit 0", ending: .exitedEarly(status: 0)),
    Case(subject: "finished; exit 3", ending: .exitedEarly(status: 3)),
    Case(
      subject: "echo 'Swift/X.swift:1: Fatal error: Index out of range' >&2; kill -ILL $$",
      ending: .crashed(signal: SIGILL, name: "SIGILL", message: "Fatal error: Index out of range")),
    Case(subject: "finished; kill -SEGV $$", ending: .crashed(signal: SIGSEGV, name: "SIGSEGV", message: "")),
    Case(subject: "sleep 60", ending: .timedOut(stage: .subject, limit: 3)),
    Case(subject: "exec 1>&- 2>&- 3>&-; sleep 60", ending: .timedOut(stage: .subject, limit: 3)),
    Case(subject: "yes", ending: .outputLimit(limit: 20_480)),
    Case(subject: "seq 2000000", ending: .outputLimit(limit: 20_480)),
    Case(
      subject: "x=$(head -c 60000000 /dev/zero | tr '\\0' x); finished",
      ending: .memoryLimit(limit: 41_943_040)),
    Case(
      subject:
        #"event '{"unfinished":{"text":"write it","file":"Exercise/Exercise.swift","line":4}}'; exit 70"#,
      ending: .notDone(text: "write it", file: "Work/01-intro/01-toy/Exercise.swift", line: 4)),
    Case(subject: #"event '{"failed":{"text":"no"}}'"#, ending: .threw(message: "no")),
    Case(subject: "finished", judge: "finished", ending: .failed(checks: ["ends", "middle"])),
    Case(subject: "finished", judge: "verdict ends true; finished", ending: .failed(checks: ["middle"])),
    Case(
      subject: "finished", judge: "verdict ends true; verdict middle true",
      ending: .judgeFailed(message: "the program ended with exit status 0 before the step was over")),
    Case(subject: "finished", judge: "kill -ILL $$", ending: .judgeFailed(message: "crashed with SIGILL")),
    Case(
      subject: "finished", judge: #"verdict ends true; event '{"failed":{"text":"nothing named x"}}'"#,
      ending: .failed(checks: ["middle"])),
    Case(
      subject: "finished", judge: Self.pass + #"; verdict ends true; event '{"failed":{"text":"late"}}'"#,
      ending: .passed),
    Case(
      subject: "verdict ends true; verdict middle true; finished", judge: "finished",
      ending: .failed(checks: ["ends", "middle"])),
  ]

  @Test(arguments: cases) func ends(_ example: Case) throws {
    let result = try run(subject: example.subject, judge: example.judge).result
    #expect(result.ending == example.ending)
    #expect(result.points == (example.ending == .passed ? 3 : 0))
  }

  @Test func reportsMalformedEvents() throws {
    let (result, updates) = try run(
      subject: """
        event nonsense; event '{"unknown":{}}'; event ''; event '{"verdict":{"_0":{"check":"ends","passed":true,"message":""}}}'
        finished; event '{"log":{"text":"late"}}'
        """, judge: Self.pass)
    let problems = updates.filter { if case .problem = $0 { true } else { false } }
    #expect(problems.count == 5)
    #expect(!updates.contains(.event(.log(text: "late"))))
    #expect(result.ending == .passed)
  }

  @Test func aFloodOfNonsenseIsReportedOnce() throws {
    let (result, updates) = try run(subject: "seq 10000 >&3; finished", judge: Self.pass)
    #expect(result.ending == .passed)
    #expect(updates.count < 40)
  }

  @Test func printsNoMoreThanTheLimit() throws {
    let (_, updates) = try run(subject: "yes 123456789")
    let bytes = updates.reduce(0) { if case .output(let text) = $1 { $0 + text.utf8.count + 1 } else { $0 } }
    #expect((20_470...20_481).contains(bytes))
  }

  @Test func cancels() throws {
    let (result, _) = try run(subject: "event '{\"started\":{\"step\":\"one\"}}'; sleep 60") {
      $0 != .event(.started(step: "one"))
    }
    #expect(result.ending == .cancelled)
    #expect(!result.ending.isAttempt)
  }

  @Test func showsCompilerErrorsInTheLearnersFile() throws {
    let exercise = try folder.exercise()
    let file = try Workspace(folder.project).open(exercise)
    try Foundation.Data("let BROKEN = 1".utf8).write(to: file)
    let (result, updates) = try run(subject: "finished")
    #expect(result.ending == .didNotCompile)
    #expect(
      result.diagnostics == [
        Diagnostic(
          file: "Work/01-intro/01-toy/Exercise.swift", line: 1, column: 4, message: "broken",
          sourceLine: "let BROKEN = 1")
      ])
    #expect(updates.contains(.diagnostics(result.diagnostics)))
    #expect(result.diagnostics[0].caret == "   ^")
  }

  @Test func aSolutionThatDoesNotCompileIsNoFaultOfTheLearner() throws {
    try folder.write("Codelabs/01-intro/01-toy/Solution.swift", "BROKEN")
    guard case .judgeFailed(let message) = try run(subject: "finished").result.ending else {
      Issue.record("the judge did not fail")
      return
    }
    #expect(message.contains("Codelabs/01-intro/01-toy/Solution.swift:1:4: error: broken"))
  }

  @Test(arguments: ["KILLED", "STARVED"]) func aKilledCompilerIsNoFaultOfTheLearner(_ word: String) throws {
    let file = try Workspace(folder.project).open(try folder.exercise())
    try Foundation.Data(word.utf8).write(to: file)
    let (result, _) = try run(subject: "finished")
    guard case .judgeFailed(let message) = result.ending else {
      Issue.record("\(result.ending)")
      return
    }
    #expect(message.contains("the compiler was killed") && !result.ending.isAttempt)
  }

  @Test func childrenSeeOnlyWhatIsAllowed() throws {
    let (_, updates) = try run(subject: "echo \"[$SECRET]\"; pwd; finished", isJudged: false)
    #expect(updates.contains(.output("[]")))
    #expect(updates.contains(.output(folder.url.appendingPathComponent("Work/01-intro/01-toy").path)))
  }

  @Test func subjectAndJudgeKeepTheirArtifactsApart() throws {
    _ = try run(subject: "finished", judge: Self.pass)
    let hash = try #require(folder.names(in: ".codelab/artifacts").first)
    #expect(folder.names(in: ".codelab/artifacts/\(hash)") == ["judge", "subject"])
  }

  @Test func aMissingCompilerOrWorkerIsSaid() throws {
    let exercise = try folder.exercise()
    let answer = try Workspace(folder.project).open(exercise)
    var setup = try setup(subject: "finished")
    setup.worker = "/nonexistent/worker"
    let plan = RunPlan(exercise, step: exercise.steps[0], answer: answer)
    guard case .judgeFailed(let message) = StepRun.runToEnd(plan, setup: setup).ending else {
      Issue.record("it ran")
      return
    }
    #expect(message.contains("/nonexistent/worker"))
  }

  @Test func oneTurnReadsABoundedAmount() throws {
    try folder.addExercise(
      lesson: header.replacing("title: Toy", with: "title: Toy\nlimits: { run: 20 s, output: 64 MB }")
        + "## One {#one}\n" + task)
    let exercise = try folder.exercise()
    let answer = try Workspace(folder.project).open(exercise)
    let run = StepRun(
      RunPlan(exercise, step: exercise.steps[0], answer: answer),
      setup: try setup(subject: "seq 2000000; finished", judge: Self.pass))
    var largest = 0, total = 0
    while run.result == nil {
      let updates = run.advance(now: monotonicSeconds())
      let bytes = updates.reduce(0) {
        if case .output(let text) = $1 { $0 + text.utf8.count + 1 } else { $0 }
      }
      largest = max(largest, bytes)
      total += bytes
      usleep(100)
    }
    #expect(run.result?.ending == .passed)
    #expect(total == 14_888_896)
    #expect(largest <= LimitedProcess.turn + 4096)
  }
}
