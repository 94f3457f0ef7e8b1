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
    #expect(loaded == progress)
    #expect(folder.names(in: ".codelab") == ["progress.json"])
  }

  @Test(arguments: ["", "{", "[]", "{\"version\": 99}", "{\"version\": 1, \"exercises\": 3}"])
  func setsAsideWhatItCannotRead(_ text: String) throws {
    let folder = try TemporaryFolder()
    let store = ProgressStore(folder: folder.url)
    for number in 1...2 {
      try folder.write("progress.json", text)
      let (progress, message) = store.load()
      #expect(progress == LearnerProgress())
      #expect(message?.contains("progress.json.corrupt-\(number)") == true)
    }
    #expect(folder.names(in: "") == ["progress.json.corrupt-1", "progress.json.corrupt-2"])
  }

  @Test func warnsOnceWhenItCannotSave() throws {
    let folder = try TemporaryFolder()
    let blocked = try folder.write("file", "")
    var store = ProgressStore(folder: blocked)
    #expect(store.save(LearnerProgress())?.contains("cannot be saved") == true)
    #expect(store.save(LearnerProgress()) == nil)
  }
}
