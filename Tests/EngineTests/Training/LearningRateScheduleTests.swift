import Foundation
import Testing

@testable import Engine

@Suite struct LearningRateScheduleTests {
  private func factors(_ schedule: LearningRateSchedule, of total: Int) -> [Float] {
    (0...total + 1).map { schedule.factor(at: $0, of: total) }
  }

  @Test func constantStays() {
    #expect(factors(.constant, of: 3) == [1, 1, 1, 1, 1])
    #expect(LearningRateSchedule.constant.factor(at: 0, of: 0) == 1)
  }

  @Test func stepsFallAtTheirMultiples() {
    #expect(factors(.step(every: 2, factor: 0.5), of: 6) == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
    #expect(factors(.step(every: 1, factor: 0.5), of: 2) == [1, 0.5, 0.25, 0.25])
    #expect(factors(.step(every: 10, factor: 0.5), of: 2) == [1, 1, 1, 1])
  }

  @Test func cosineGoesFromFullToFinal() {
    let half = Float(0.5.squareRoot())
    let expected = [1, (1 + half) / 2, 0.5, (1 - half) / 2, 0, 0]
    for (factor, other) in zip(factors(.cosine(), of: 4), expected) { #expect(abs(factor - other) < 1e-7) }
    let cosine = LearningRateSchedule.cosine(final: 0.2)
    #expect(cosine.factor(at: 0, of: 10) == 1)
    #expect(abs(cosine.factor(at: 5, of: 10) - 0.6) < 1e-6)
    #expect(cosine.factor(at: 10, of: 10) == 0.2 && cosine.factor(at: 99, of: 10) == 0.2)
    #expect(cosine.factor(at: 0, of: 1) == 1 && cosine.factor(at: 0, of: 0) == 0.2)
    let all = factors(cosine, of: 50)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func warmUpGrowsAndHandsOver() {
    #expect(factors(.warmUp(steps: 4, then: .constant), of: 6) == [0.25, 0.5, 0.75, 1, 1, 1, 1, 1])
    let warm = LearningRateSchedule.warmUp(steps: 2, then: .cosine())
    #expect(warm.factor(at: 1, of: 12) == 1 && warm.factor(at: 2, of: 12) == 1)
    #expect(warm.factor(at: 7, of: 12) == LearningRateSchedule.cosine().factor(at: 5, of: 10))
    #expect(warm.factor(at: 12, of: 12) == 0)
    #expect(factors(.warmUp(steps: 1, then: .step(every: 1, factor: 0.5)), of: 3) == [1, 1, 0.5, 0.25, 0.25])
    #expect(warm.factor(at: 0, of: 1) == 0.5, "a training may end while it warms up")
  }

  @Test func optimizersScaleTheirRate() {
    let optimizers: [any Optimizer] = [
      SGD(learningRate: 0.5, schedule: .cosine()), Adam(learningRate: 0.5, schedule: .cosine()),
      AdamW(learningRate: 0.5, schedule: .cosine()),
    ]
    for optimizer in optimizers {
      #expect(optimizer.rate(at: 0, of: 10) == 0.5)
      #expect(abs(optimizer.rate(at: 5, of: 10) - 0.25) < 1e-7)
      #expect(optimizer.rate(at: 10, of: 10) == 0)
    }
    #expect(Adam().rate(at: 7, of: 10) == 1e-3)
  }

  @Test func stepsUseTheirRates() {
    let parameter = Parameter("w", Tensor(shape: [1]))
    let sgd = SGD(learningRate: 1, schedule: .warmUp(steps: 2, then: .step(every: 1, factor: 0.5)))
    var state = OptimizerState(sgd, steps: 4)
    let values = (0..<4).map { _ in
      state.update([(parameter, .dense(Tensor(shape: [1], values: [-8])))])
      return parameter.value[0]
    }
    #expect(values == [4, 12, 20, 24])
  }

  /// 20 images in batches of 8 are 3 steps an epoch: the schedule must span all 6 steps of 2 epochs, no more.
  @Test func fittingSpansTheScheduleOverAllEpochs() throws {
    let data = try squares(count: 20, seed: 1)
    func trained(_ schedule: LearningRateSchedule) throws -> [[NamedTensor]] {
      let model = try squareNetwork()
      var states: [[NamedTensor]] = []
      try model.fit(
        data, epochs: 2, batchSize: 8, optimizer: SGD(learningRate: 0.1, schedule: schedule)
      ) { _ in
        states.append(model.state)
      }
      return states
    }
    let (constant, late) = (try trained(.constant), try trained(.step(every: 5, factor: 0.5)))
    #expect(constant.count == 6 && constant.prefix(5) == late.prefix(5) && constant[5] != late[5])
    let (short, long) = (
      try trained(.warmUp(steps: 3, then: .cosine())), try trained(.warmUp(steps: 3, then: .constant))
    )
    #expect(short.prefix(4) == long.prefix(4) && short[4] != long[4])
  }

  @Test func impossibleSchedulesAreRefused() throws {
    let (model, data) = (try squareNetwork(), try squares(count: 8, seed: 1))
    let broken: [(LearningRateSchedule, String)] = [
      (.step(every: 0, factor: 0.5), "step schedule"), (.step(every: 1, factor: 0), "step schedule"),
      (.step(every: 1, factor: .nan), "step schedule"), (.cosine(final: -0.1), "cosine"),
      (.cosine(final: 1.1), "cosine"), (.warmUp(steps: 0, then: .constant), "warm-up"),
      (.warmUp(steps: 1, then: .cosine(final: .nan)), "cosine"),
    ]
    for (schedule, word) in broken {
      let error = #expect(throws: TrainingError.self) {
        try model.fit(data, optimizer: Adam(schedule: schedule))
      }
      #expect(error?.description.contains(word) == true, "\(schedule)")
    }
  }
}
