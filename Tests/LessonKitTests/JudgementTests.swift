import Codelab
import Testing

@testable import LessonKit

@Suite struct JudgementTests {
  private let step = LessonStep(
    id: "one", title: "One", line: 1, minutes: nil,
    blocks: [
      .task(LessonTask(id: "t", title: "T", points: 3, checks: ["a", "b"], line: 2)),
      .task(LessonTask(id: "u", title: "U", points: 1, checks: ["c"], line: 3)),
      .hint(Hint(check: "a", level: 1, mistake: nil, text: "mild", line: 4)),
      .hint(Hint(check: "a", level: 3, mistake: nil, text: "strong", line: 5)),
      .hint(Hint(check: "a", level: 1, mistake: "floor", text: "floor", line: 6)),
    ])

  private func tasks(_ verdicts: [Verdict], level: Int = 1) -> [TaskResult] {
    Judgement.tasks(of: step, verdicts: verdicts) { _ in level }
  }

  private func verdict(_ check: String, _ passed: Bool, mistake: String? = nil) -> Verdict {
    Verdict(check: check, passed: passed, message: "m", expected: "1", actual: "2", mistake: mistake)
  }

  @Test func aTaskNeedsAllOfItsChecks() {
    let results = tasks([verdict("a", true), verdict("b", false), verdict("c", true)])
    #expect(results.map(\.earned) == [0, 1])
    #expect(Judgement.ending(of: results) == .failed(checks: ["b"]))
    #expect(Judgement.ending(of: tasks(["a", "b", "c"].map { verdict($0, true) })) == .passed)
  }

  @Test func silenceFails() {
    let results = tasks([verdict("a", true), verdict("c", true), verdict("unknown", true)])
    #expect(results[0].checks[1].status == .failed)
    #expect(results[0].checks[1].message == "the judge gave no verdict on it")
    #expect(Judgement.ending(of: results) == .failed(checks: ["b"]))
    #expect(Judgement.ending(of: tasks([])) == .failed(checks: ["a", "b", "c"]))
  }

  @Test func aFailureIsNotTakenBack() {
    #expect(tasks([verdict("c", false), verdict("c", true)])[1].earned == 0)
    #expect(tasks([verdict("c", true), verdict("c", false)])[1].earned == 0)
  }

  @Test(
    arguments: [
      (nil, 1, "mild"), (nil, 2, "mild"), (nil, 3, "strong"), (nil, 9, "strong"), ("floor", 9, "floor"),
      ("other", 1, "mild"),
    ] as [(String?, Int, String)])
  func choosesTheHint(_ mistake: String?, _ level: Int, _ text: String) {
    #expect(tasks([verdict("a", false, mistake: mistake)], level: level)[0].checks[0].hint == text)
    #expect(tasks([verdict("a", true, mistake: mistake)], level: level)[0].checks[0].hint == nil)
  }
}

@Suite struct TargetTests {
  private let size = MetricTarget(
    metric: "file-size", unit: .bytes, .atMost, full: 20 * 1_024, zero: 40 * 1_024, points: 4, line: 1)

  @Test(
    arguments: [
      (10, 4), (20, 4), (20.001, 3), (25, 3), (25.1, 2), (30, 2), (39.9, 0), (40, 0), (1_000, 0),
      (.infinity, 0), (.nan, 0), (-.infinity, 0),
    ] as [(Double, Int)])
  func earnsInProportion(kilobytes: Double, points: Int) {
    #expect(size.points(for: kilobytes * 1_024) == points)
  }

  @Test func moreIsBetterTheOtherWay() {
    let target = MetricTarget(
      metric: "accuracy", unit: .fraction, .atLeast, full: 0.95, zero: 0.85, points: 10, line: 1)
    #expect([0.96, 0.95, 0.949, 0.9001, 0.851, 0.85, 0].map(target.points(for:)) == [10, 10, 9, 5, 0, 0, 0])
    #expect(target.demand == "accuracy at least 95.0 % for all points, none from 85.0 % on")
  }

  @Test func withoutARangeItIsAllOrNothing() {
    let target = MetricTarget(metric: "m", unit: .count, .atMost, full: 3, zero: 3, points: 2, line: 1)
    #expect([2, 3, 3.1].map(target.points(for:)) == [2, 2, 0])
    #expect(target.demand == "m at most 3")
  }

  @Test func countsOnlyWhenTheChecksPass() {
    let step = LessonStep(
      id: "one", title: "One", line: 1, minutes: nil,
      blocks: [
        .task(LessonTask(id: "t", title: "T", points: 3, checks: ["a"], targets: [size], line: 2))
      ])
    func result(passed: Bool, _ metrics: [Metric]) -> TaskResult {
      Judgement.tasks(
        of: step, verdicts: [Verdict(check: "a", passed: passed, message: "m")], metrics: metrics
      ) { _ in 1 }[0]
    }
    let half = [Metric(name: "file-size", value: 30 * 1_024, unit: .bytes)]
    #expect(step.points == 7)
    #expect((result(passed: true, half).earned, result(passed: true, half).maximumPoints) == (5, 7))
    #expect(result(passed: false, half).earned == 0)
    #expect(result(passed: true, []).earned == 3)
    #expect(result(passed: true, half).targets[0].summary.hasSuffix("got 30.0 KB, 2 of 4 points"))
    #expect(result(passed: true, []).targets[0].summary.hasSuffix("not measured, 0 of 4 points"))
    #expect(Judgement.unjudgedTasks(of: step, because: "x")[0].maximumPoints == 7)
  }
}

@Suite struct PredictionTests {
  private func prediction(_ unit: Metric.Unit, _ tolerance: Double) -> Prediction {
    Prediction(id: "p", question: "?", kind: .metric("m", unit: unit, tolerance: tolerance), line: 1)
  }

  @Test(
    arguments: [
      ("91", .fraction, 0.91), ("91.5 %", .fraction, 0.915), ("38 KB", .bytes, 38_912),
      ("100 B", .bytes, 100),
      ("40 us", .seconds, 4e-5), ("12", .count, 12), ("-1.5", .number, -1.5),
    ] as [(String, Metric.Unit, Double)])
  func readsNumbers(_ text: String, _ unit: Metric.Unit, _ value: Double) throws {
    guard case .value(let read) = try #require(prediction(unit, 0).answer(from: text)) else {
      Issue.record("not a number")
      return
    }
    #expect(abs(read - value) < 1e-12)
  }

  @Test func aNumberAloneIsNoAmount() {
    #expect(prediction(.bytes, 0).answer(from: "140") == nil)
    #expect(prediction(.seconds, 0).answer(from: "50") == nil)
  }

  @Test func aNumberAloneHasTheUnitThatTheQuestionAsksFor() {
    func answer(_ text: String, _ question: String, _ unit: Metric.Unit = .bytes) -> PredictionAnswer? {
      Prediction(id: "p", question: question, kind: .metric("m", unit: unit, tolerance: 0), line: 1)
        .answer(from: text)
    }
    #expect(answer("120", "The file is small. How many KB does it take?") == .value(122_880))
    #expect(answer("120 B", "How many KB does it take?") == .value(120))
    #expect(answer("2", "How many ms does it take?", .seconds) == .value(2e-3))
    #expect(answer("120", "How many layers fit?") == nil)
    #expect(answer("-5", "How many KB does it take?") == nil)
  }

  @Test(arguments: ["", "x", "nan", "1 KB KB"]) func rejects(_ text: String) {
    #expect(prediction(.bytes, 0).answer(from: text) == nil)
    #expect(prediction(.fraction, 0).answer(from: text) == nil)
  }

  @Test(
    arguments: [(0.90, .right), (0.95, .right), (1.0, .close), (0.74, .off)]
      as [(Double, PredictionScore.Grade)])
  func absoluteTolerance(_ answer: Double, _ grade: PredictionScore.Grade) {
    let metrics = [Metric(name: "m", value: 0.9, unit: .fraction)]
    #expect(prediction(.fraction, 0.05).score(.value(answer), metrics: metrics)?.grade == grade)
  }

  @Test(
    arguments: [(90.0, .right), (110.0, .right), (125, .close), (140, .off)]
      as [(Double, PredictionScore.Grade)])
  func relativeTolerance(_ answer: Double, _ grade: PredictionScore.Grade) {
    let metrics = [Metric(name: "m", value: 100, unit: .bytes)]
    #expect(prediction(.bytes, 0.1).score(.value(answer), metrics: metrics)?.grade == grade)
  }

  @Test func choices() {
    let prediction = Prediction(
      id: "p", question: "?", kind: .choice(["Up", "Down"], answer: "Down"), line: 1)
    #expect(prediction.answer(from: "down") == .choice("Down"))
    #expect(prediction.answer(from: "1") == .choice("Up"))
    #expect(prediction.answer(from: "3") == nil)
    #expect(prediction.score(.choice("Down"), metrics: [])?.grade == .right)
    #expect(prediction.score(.choice("Up"), metrics: [])?.grade == .off)
    #expect(prediction.score(.value(1), metrics: []) == nil)
    #expect(self.prediction(.count, 1).score(.value(1), metrics: []) == nil)
  }
}
