import Codelab
import Foundation
import Testing

@testable import LessonKit

@Suite struct ProgressTests {
  private func result(_ ending: Ending, passed: [Bool]) -> StepResult {
    let checks = zip(["a", "b"], passed).map {
      CheckResult(id: $0, status: $1 ? .passed : .failed, message: "m")
    }
    return StepResult(
      exercise: "toy", step: "one", ending: ending,
      tasks: [TaskResult(id: "t", title: "T", line: 1, points: 3, checks: checks)],
      metrics: [
        Metric(name: "size", value: 12, unit: .bytes), Metric(name: "bad", value: .nan, unit: .number),
      ],
      knobs: ["bits": 4])
  }

  @Test func remembersAttemptsAndTheBest() throws {
    var progress = LearnerProgress()
    progress.record(result(.failed(checks: ["b"]), passed: [true, false]))
    #expect(progress["toy"].steps["one"]?.status == .failed)
    #expect(progress["toy"].steps["one"]?.hintLevel(for: "b") == 1)
    #expect(progress["toy"].steps["one"]?.hintLevel(for: "a") == 1)
    progress.record(result(.passed, passed: [true, true]))
    progress.record(result(.failed(checks: ["b"]), passed: [true, false]))
    progress.record(result(.cancelled, passed: []))
    let step = try #require(progress["toy"].steps["one"])
    #expect(step.status == .passed)
    #expect((step.attempts, step.points, step.best) == (3, 0, 3))
    #expect(step.lastFailures == ["b": ""], "hints are for the last attempt, whatever passed before")
    #expect(progress["toy"].points == 3)
    #expect(progress["toy"].knobs == ["bits": 4])
  }

  @Test func survivesARoundTrip() throws {
    let folder = try TemporaryFolder()
    var store = ProgressStore(folder: folder.url.appendingPathComponent(".codelab"))
    #expect(store.load().progress == LearnerProgress())
    var progress = LearnerProgress()
    progress.lastExercise = "toy"
    progress.record(result(.passed, passed: [true, true]))
    progress["toy"].predictions = ["p": .value(0.5), "q": .choice("a")]
    progress["toy"].currentStep = "one"
    #expect(store.save(progress) == nil)
    let (loaded, message) = store.load()
    #expect(message == nil)
    // What is not a number is not kept.
    progress["toy"].metrics["bad"] = nil
    progress["toy"].steps["one"]?.metrics["bad"] = nil
    #expect(loaded == progress)
    #expect(folder.names(in: ".codelab") == ["progress.json"])
  }

  @Test func readsWhatAnEarlierVersionWrote() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "progress.json",
      """
      {"version": 1, "exercises": {"toy": {"predictions": {}, "knobs": {}, "metrics": {}, "steps":
        {"one": {"status": "passed", "points": 1, "best": 3, "attempts": 2, "failures": {}}}}}}
      """)
    var store = ProgressStore(folder: folder.url)
    let (progress, message) = store.load()
    #expect(message == nil)
    #expect((progress["toy"].points, progress["toy"].steps["one"]?.attempts) == (3, 2))
  }

  @Test(arguments: ["", "{", "[]", "{\"version\": 99}", "{\"version\": 1, \"exercises\": 3}"])
  func setsAsideWhatItCannotRead(_ text: String) throws {
    let folder = try TemporaryFolder()
    var store = ProgressStore(folder: folder.url)
    for number in 1...2 {
      try folder.write("progress.json", text)
      let (progress, message) = store.load()
      #expect(progress == LearnerProgress())
      #expect(message?.contains("progress.json.corrupt-\(number)") == true)
    }
    #expect(folder.names(in: "") == ["progress.json.corrupt-1", "progress.json.corrupt-2"])
  }

  @Test func twoWindowsKeepWhatEachDid() throws {
    let folder = try TemporaryFolder()
    var first = ProgressStore(folder: folder.url), second = first
    var before = LearnerProgress()
    before.record(result(.failed(checks: ["b"]), passed: [true, false]))
    #expect(first.save(before) == nil)
    var (one, two) = (first.load().progress, second.load().progress)

    one.record(result(.passed, passed: [true, true]))
    one["toy"].predictions["p"] = .value(1)
    one.lastExercise = "toy"
    two.record(result(.failed(checks: ["b"]), passed: [true, false]))
    two["toy"].steps["one"]?.hintsAsked["b"] = 2
    two["other"].currentStep = "x"
    two["toy"].knobs["bits"] = 8
    #expect(first.save(one) == nil)
    #expect(second.save(two) == nil)
    // What neither changed since it last wrote does not undo the other's.
    #expect(first.save(one) == nil)

    let (both, message) = first.load()
    #expect(message == nil)
    let step = try #require(both["toy"].steps["one"])
    #expect((step.status, step.best, step.attempts) == (.passed, 3, 3))
    #expect((step.failures, step.hintsAsked) == (["b": 2], ["b": 2]))
    #expect(both["toy"].predictions == ["p": .value(1)] && both["toy"].knobs == ["bits": 8])
    #expect(both.lastExercise == "toy" && both["other"].currentStep == "x")
  }

  @Test func whatIsDamagedOrGoneMeanwhileIsWrittenAgain() throws {
    let folder = try TemporaryFolder()
    var store = ProgressStore(folder: folder.url)
    var progress = LearnerProgress()
    progress.record(result(.passed, passed: [true, true]))
    #expect(store.save(progress) == nil)
    try folder.write("progress.json", "{")
    #expect(store.save(progress)?.contains("progress.json.corrupt-1") == true)
    #expect(store.load().progress["toy"].points == 3)
    try FileManager.default.removeItem(at: store.file)
    #expect(store.save(progress) == nil)
    #expect(store.load().progress["toy"].points == 3)
  }

  @Test func warnsOnceWhenItCannotSave() throws {
    let folder = try TemporaryFolder()
    let blocked = try folder.write("file", "")
    var store = ProgressStore(folder: blocked)
    #expect(store.save(LearnerProgress())?.contains("cannot be saved") == true)
    #expect(store.save(LearnerProgress()) == nil)
  }
}

@Suite struct NextStepTests {
  private func course() throws -> Course {
    let folder = try TemporaryFolder()
    func lesson(_ id: String, _ more: String = "") -> String {
      "---\nformat: 1\nid: \(id)\ntitle: T\n\(more)\n---\n## One {#one}\n## Two {#two}\n"
    }
    try folder.addExercise("01-a/01-late", lesson: lesson("late", "requires: [early]"))
    try folder.addExercise("01-a/02-early", lesson: lesson("early"))
    try folder.addExercise("01-a/03-last", lesson: lesson("last"))
    return withExtendedLifetime(folder) { Course.load(folder.project.codelabs) }
  }

  @Test func goesOnWhereTheLearnerWasThenByOrderAndRequirements() throws {
    let course = try course()
    var progress = LearnerProgress()
    func next() -> [String] { course.next(for: progress).map { [$0.exercise.id, $0.step.id] } ?? [] }
    func finish(_ id: String) {
      for step in ["one", "two"] { progress[id].steps[step, default: StepProgress()].status = .passed }
    }
    #expect(next() == ["early", "one"])
    progress.lastExercise = "last"
    #expect(next() == ["last", "one"])
    progress["last"].steps["one", default: StepProgress()].status = .passed
    #expect(next() == ["last", "two"])
    finish("last")
    #expect(next() == ["early", "one"])
    let early = try course.find("early")
    progress.skip(early.steps[0], of: early)
    #expect(next() == ["early", "two"])
    progress.skip(early.steps[1], of: early)
    #expect(next() == ["late", "one"])
    finish("late")
    #expect(next() == [])
  }
}
