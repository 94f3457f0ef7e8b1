import Testing

@testable import Engine

@Suite struct EarlyStoppingTests {
  /// The best epoch, and the epoch after which patience is exhausted, for scripted results.
  private func run(_ rule: EarlyStopping, _ results: [Evaluation]) throws -> (best: Int?, end: Int?) {
    let model = try Model(input: [1]) { Dense(1) }
    var best = BestEpoch(rule)
    for (index, result) in results.enumerated() {
      best.note(index + 1, result, of: model)
      if best.isOver { return (best.best?.epoch, index + 1) }
    }
    return (best.best?.epoch, nil)
  }

  private func losses(_ losses: [Double]) -> [Evaluation] {
    losses.map { Evaluation(loss: $0, correct: 0, count: 10) }
  }

  @Test func patienceCountsEpochsWithoutABetterLoss() throws {
    let curve = losses([3, 2, 2.5, 1.9, 2, 1.9, 1.95, 1])
    #expect(try run(EarlyStopping(patience: 1), curve) == (2, 3))
    #expect(try run(EarlyStopping(patience: 2), curve) == (4, 6))
    #expect(try run(EarlyStopping(patience: 3), curve) == (4, 7))
    #expect(try run(EarlyStopping(patience: 4), curve) == (8, nil))
  }

  @Test func smallGainsDoNotCount() throws {
    let curve = losses([2, 1.95, 1.9, 1.85, 1.8])
    #expect(try run(EarlyStopping(patience: 3, minimumDelta: 0.125), curve) == (4, nil))
    #expect(try run(EarlyStopping(patience: 3, minimumDelta: 0.25), curve) == (1, 4))
  }

  @Test func accuracyIsBetterWhenHigher() throws {
    let curve = [5, 7, 6, 7, 9].map { Evaluation(loss: Double($0), correct: $0, count: 10) }
    #expect(try run(EarlyStopping(patience: 2, measure: .accuracy), curve) == (2, 4))
    #expect(try run(EarlyStopping(patience: 3, measure: .accuracy), curve) == (5, nil))
  }

  @Test func resultsThatAreNoNumbersAreNeverBest() throws {
    #expect(try run(EarlyStopping(patience: 2), losses([.nan, .nan, 1])) == (nil, 2))
    #expect(try run(EarlyStopping(patience: 2), losses([.nan, 1, .nan, 0.5])) == (4, nil))
  }

  /// Labels that mean nothing can only be learned by heart: the validation loss soon rises.
  private func meaningless(count: Int, seed: UInt64) throws -> Dataset {
    let labels = try squares(count: count, seed: seed + 100).labels
    return try Dataset(images: squares(count: count, seed: seed).images, labels: labels, classes: 4)
  }

  @Test func trainingStopsAndTheBestEpochReturns() throws {
    let (train, test) = (try meaningless(count: 64, seed: 1), try meaningless(count: 64, seed: 2))
    let model = try squareNetwork()
    var states: [[NamedTensor]] = []
    let history = try model.fit(
      train, validation: test, epochs: 60, optimizer: Adam(learningRate: 0.01),
      earlyStopping: EarlyStopping(patience: 4)
    ) { if $0.validationLoss != nil { states.append(model.state) } }
    let best = try #require(history.bestEpoch)
    #expect(history.stoppedEarly && history.loss.count == best + 4 && history.loss.count < 60)
    #expect(history.validationLoss[best - 1] == history.validationLoss.min())
    #expect(model.state == states[best - 1], "moving statistics included")
    #expect(try model.evaluate(test).loss == history.validationLoss[best - 1])

    // The epochs until then are those of a training that nothing stops.
    let free = try squareNetwork().fit(
      train, validation: test, epochs: history.loss.count, optimizer: Adam(learningRate: 0.01))
    #expect(free.loss == history.loss && free.validationLoss == history.validationLoss)
    #expect(free.bestEpoch == nil && !free.stoppedEarly)
  }

  @Test func theBestEpochReturnsAtTheEndToo() throws {
    let (train, test) = (try meaningless(count: 64, seed: 1), try meaningless(count: 64, seed: 2))
    let model = try squareNetwork()
    let history = try model.fit(
      train, validation: test, epochs: 20, optimizer: Adam(learningRate: 0.01),
      earlyStopping: EarlyStopping(patience: 100, measure: .accuracy))
    let best = try #require(history.bestEpoch)
    #expect(!history.stoppedEarly && history.loss.count == 20 && best < 20)
    #expect(history.validationAccuracy[best - 1] == history.validationAccuracy.max())
    #expect(try model.evaluate(test).accuracy == history.validationAccuracy[best - 1])
  }

  @Test func patienceThatEndsWithTheLastEpochIsNotEarly() throws {
    let (train, test) = (try meaningless(count: 64, seed: 1), try meaningless(count: 64, seed: 2))
    func history(epochs: Int) throws -> History {
      try squareNetwork().fit(
        train, validation: test, epochs: epochs, optimizer: Adam(learningRate: 0.01),
        earlyStopping: EarlyStopping(patience: 4))
    }
    let count = try history(epochs: 60).loss.count
    #expect(try !history(epochs: count).stoppedEarly)
    #expect(try history(epochs: count + 1).stoppedEarly)
  }

  @Test func impossibleRulesAreRefused() throws {
    let (model, data) = (try squareNetwork(), try squares(count: 8, seed: 1))
    #expect(throws: TrainingError.earlyStoppingWithoutValidation) {
      try model.fit(data, earlyStopping: EarlyStopping(patience: 1))
    }
    for rule in [
      EarlyStopping(patience: 0), EarlyStopping(patience: 1, minimumDelta: -1),
      EarlyStopping(patience: 1, minimumDelta: .nan), EarlyStopping(patience: 1, minimumDelta: .infinity),
    ] {
      let error = #expect(throws: TrainingError.self) {
        try model.fit(data, validation: data, earlyStopping: rule)
      }
      #expect(error?.description.contains("patience must be") == true)
    }
  }
}
