import Foundation
import Synchronization
import Testing

@testable import Codelab

/// Collects events in place of a descriptor.
private final class Recorder: Sendable {
  private let list = Mutex<[Event]>([])
  var events: [Event] { list.withLock { $0 } }
  var writer: EventWriter { EventWriter { event in self.list.withLock { $0.append(event) } } }
}

private struct Mishap: Error, CustomStringConvertible {
  var description: String { "the flask broke" }
}

private let lesson = Lesson {
  Step("double") { lab in
    try lab.submit("x", [1.5, Float.nan])
    lab.metric("time", 0.25, .seconds)
  } judge: { work in
    let x: [Float] = try work["x"]
    expect("first", x[0] == 1.5, "the first is 1.5")
    expect("second", x[1] == 2, "the second is 2", expected: "2", actual: "\(x[1])", mistake: "nan")
    expect("second", true, "a later success does not undo a failure")
    let _: [String] = try work["absent"]
  }
  Step("look") { lab in lab.log("seen") }
  Step("break") { _ in throw Mishap() }
}

private func run(_ step: String, role: WorkerRequest.Role, evidence: [Evidence] = []) -> [Event] {
  let recorder = Recorder()
  let request = WorkerRequest(
    role: role, library: "", step: step, seed: 7, knobs: ["bits": 3.6], datasets: "/nowhere",
    artifacts: "/nowhere", evidence: evidence)
  Worker.execute(request, lesson: lesson, events: recorder.writer)
  return recorder.events
}

@Test func aSubjectSubmitsAndFinishes() throws {
  let events = run("double", role: .subject)
  #expect(events.first == .started(step: "double"))
  #expect(events.contains(.metric(Metric(name: "time", value: 0.25, unit: .seconds))))
  #expect(events.last == .finished(checks: []))
}

@Test func aJudgeNamesEveryVerdictAndKeepsThoseBeforeAnError() throws {
  let evidence = run("double", role: .subject).compactMap { event in
    if case .evidence(let evidence) = event { evidence } else { nil }
  }
  let events = run("double", role: .judge, evidence: evidence)
  #expect(
    events == [
      .verdict(Verdict(check: "first", passed: true, message: "the first is 1.5")),
      .verdict(
        Verdict(
          check: "second", passed: false, message: "the second is 2", expected: "2", actual: "nan",
          mistake: "nan")),
      .failed(text: "the step submitted nothing named 'absent'"),
    ])
}

@Test func evidenceOfAnotherTypeIsAnErrorInWords() throws {
  let events = run(
    "double", role: .judge, evidence: [Evidence(name: "x", content: .value(json: "{\"y\":1}"))])
  #expect(events == [.failed(text: "what the step submitted as 'x' is not Array<Float>")])
}

@Test func aStepWithoutJudgeFinishesWithoutChecks() {
  #expect(run("look", role: .judge) == [.finished(checks: [])])
  #expect(run("look", role: .subject) == [.started(step: "look"), .log(text: "seen"), .finished(checks: [])])
}

@Test func anErrorEndsARunWithItsWords() {
  #expect(run("break", role: .subject).last == .failed(text: "the flask broke"))
  #expect(run("nowhere", role: .subject) == [.failed(text: "Lesson.swift has no step 'nowhere'")])
}

@Test func knobsRoundToWholeNumbers() {
  let request = WorkerRequest(
    role: .subject, library: "", step: "", seed: 1, knobs: ["bits": 3.6], datasets: "", artifacts: "")
  let lab = Lab(request: request, events: EventWriter { _ in })
  #expect(lab.knob("bits") == 4)
  #expect(lab.knobValue("bits") == 3.6)
}

@Test func theJudgeDrawsTheSameNumbersAsTheSubject() {
  let request = WorkerRequest(
    role: .subject, library: "", step: "", seed: 1, datasets: "", artifacts: "")
  let lab = Lab(request: request, events: EventWriter { _ in })
  let work = Work(request: request, events: EventWriter { _ in })
  #expect(lab.random.uniform(count: 5, in: 0...1) == work.random.uniform(count: 5, in: 0...1))
}

@Test func artifactsAreKeptBySeed() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  func lab(seed: UInt64) -> Lab {
    Lab(
      request: WorkerRequest(
        role: .subject, library: "", step: "", seed: seed, datasets: "", artifacts: folder.path),
      events: EventWriter { _ in })
  }
  lab(seed: 1).keep("model", [1, 2, 3])
  #expect(lab(seed: 1).kept("model") == [1, 2, 3])
  #expect(lab(seed: 2).kept("model") == nil)
}
