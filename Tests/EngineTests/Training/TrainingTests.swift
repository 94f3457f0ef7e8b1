import Testing

@testable import Engine

@Suite struct TrainingTests {
  @Test func trainingLearnsAndReports() throws {
    let (train, test) = (try squares(count: 200, seed: 1), try squares(count: 100, seed: 2))
    let model = try squareNetwork()
    let before = try model.evaluate(test)
    var seen: [FitProgress] = []
    let history = try model.fit(
      train, validation: test, epochs: 8, batchSize: 32, optimizer: Adam(learningRate: 0.01)
    ) {
      seen.append($0)
    }
    let after = try model.evaluate(test)
    #expect(after.loss < before.loss / 2)
    #expect(after.accuracy > 0.9)
    #expect(after.count == 100 && after.accuracy == Double(after.correct) / 100)
    #expect(history.loss.count == 8 && history.loss.last! < history.loss.first! / 2)
    #expect(history.validationLoss.last == after.loss)
    #expect(history.validationAccuracy.last == after.accuracy)

    #expect(seen.count == 8 * 7)
    #expect(seen.map(\.batch) == (0..<8).flatMap { _ in 1...7 })
    #expect(seen.allSatisfy { $0.epochs == 8 && $0.batches == 7 })
    for progress in seen {
      #expect((progress.accuracy != nil) == (progress.batch == 7))
      #expect((progress.validationLoss != nil) == (progress.batch == 7))
    }
    #expect(seen.last!.loss == history.loss.last! && seen.last!.accuracy == history.accuracy.last!)
  }

  @Test func resultsDependOnTheSeedAndNotOnThreads() throws {
    let data = try squares(count: 70, seed: 1)
    func trained(threads: Int, seed: UInt64) throws -> [NamedTensor] {
      let before = threadCount
      defer { threadCount = before }
      threadCount = threads
      let model = try squareNetwork()
      try model.fit(data, epochs: 2, batchSize: 32, seed: seed)
      return model.state
    }
    let one = try trained(threads: 1, seed: 5)
    for threads in [1, 2, 3, 8] { #expect(try trained(threads: threads, seed: 5) == one) }
    #expect(try trained(threads: 2, seed: 6) != one)
  }

  @Test func digitNetworkDoesNotDependOnThreads() throws {
    let data = try Dataset(
      images: randomTensor([40, 28, 28, 1], seed: 1), labels: (0..<40).map { $0 % 10 }, classes: 10)
    func trained(threads: Int) throws -> [NamedTensor] {
      let before = threadCount
      defer { threadCount = before }
      threadCount = threads
      let model = try digitNetwork()
      try model.fit(data, epochs: 1, batchSize: 20)
      return model.state
    }
    let one = try trained(threads: 1)
    #expect(try trained(threads: 2) == one)
    #expect(try trained(threads: 5) == one)
  }

  @Test func movingStatisticsFollowTheBatches() throws {
    let model = try Model(input: [2]) { BatchNorm(momentum: 0.9) }
    let x = Tensor(shape: [4, 2], values: [1, 10, 2, 10, 3, 10, 4, 10])
    _ = model.forward([x], on: Tape(trainingWith: SeededGenerator(seed: 0)))
    let (mean, variance) = (model.state[2].tensor.values, model.state[3].tensor.values)
    #expect(normalizedError(mean, [0.25, 1]) < 1e-12)
    #expect(normalizedError(variance, [0.9 + 0.1 * 1.25, 0.9]) < 1e-12)  // biased: 5 / 4, not 5 / 3
    let y = try model.predict(x)
    #expect(abs(y[0] - (1 - 0.25) / (1.025 + 1e-3 as Float).squareRoot()) < 1e-5)
    #expect(model.state[2].tensor.values == mean, "inference changes nothing")
  }

  @Test func adamFollowsItsFormula() {
    let parameter = Parameter("w", Tensor(shape: [3], values: [1, 2, 3]))
    var state = OptimizerState(Adam(learningRate: 0.1))
    var (m, v, w) = ([0.0, 0, 0], [0.0, 0, 0], [1.0, 2, 3])
    for (step, gradient) in [[0.5, -4, 0], [1, 1, 1e-3]].enumerated() {
      state.update([(parameter, .dense(Tensor(shape: [3], values: gradient.map { Float($0) })))])
      let (first, second) = step == 0 ? (0.1, 0.001) : (1 - 0.81, 1 - 0.998001)
      for i in 0..<3 {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i]
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i]
        w[i] -= 0.1 * second.squareRoot() / first * m[i] / (v[i].squareRoot() + 1e-7)
      }
      #expect(normalizedError(parameter.value.values, w.map { Float($0) }) < 1e-12)
      // The first step has the length of the learning rate, whatever the gradient's.
      if step == 0 { #expect(normalizedError(parameter.value.values, [0.9, 2.1, 3]) < 1e-10) }
    }
  }

  @Test func callbackMayStopTraining() throws {
    struct Stop: Error {}
    let model = try squareNetwork()
    var calls = 0
    #expect(throws: Stop.self) {
      try model.fit(squares(count: 64, seed: 1), epochs: 3, batchSize: 16) { _ in
        calls += 1
        if calls == 6 { throw Stop() }
      }
    }
    #expect(calls == 6)
  }

  @Test func smallAndLargeBatchesWork() throws {
    let data = try squares(count: 10, seed: 1)
    #expect(try squareNetwork().fit(data, batchSize: 1_000).loss.count == 1)
    var batches: [Int] = []
    try squareNetwork().fit(data, batchSize: 3) { batches.append($0.batch) }
    #expect(batches == [1, 2, 3, 4])
    let history = try squareNetwork().fit(data, batchSize: 1)
    #expect(history.loss[0].isFinite)
  }

  @Test func impossibleTrainingIsRefused() throws {
    let (model, data) = (try squareNetwork(), try squares(count: 8, seed: 1))
    let empty = try Dataset(images: Tensor(shape: [0, 12, 12, 1]), labels: [], classes: 4)
    #expect(throws: TrainingError.emptyDataset) { try model.fit(empty) }
    #expect(throws: TrainingError.emptyDataset) { try model.fit(data, validation: empty) }
    #expect(throws: TrainingError.emptyDataset) { try model.evaluate(empty) }
    #expect(throws: TrainingError.batchSize(0)) { try model.fit(data, batchSize: 0) }
    #expect(throws: TrainingError.epochs(-1)) { try model.fit(data, epochs: -1) }
    for rate in [0, -1, .nan, .infinity] as [Float] {
      #expect(throws: TrainingError.self) { try model.fit(data, optimizer: Adam(learningRate: rate)) }
    }
    let small = try Dataset(images: Tensor(shape: [2, 8, 8, 1]), labels: [0, 1], classes: 4)
    #expect(throws: ModelError.images(shape: [2, 8, 8, 1], expected: [12, 12, 1])) { try model.fit(small) }
    let other = try squares(count: 8, seed: 1, classes: 3)
    #expect(throws: ModelError.classes(dataset: 3, output: [4])) { try model.evaluate(other) }
  }

  @Test func lossThatIsNotFiniteIsAnError() throws {
    let model = try squareNetwork()
    var state = model.state
    let last = state.count - 1
    state[last] = NamedTensor(name: state[last].name, tensor: Tensor(shape: [4], repeating: .nan))
    try model.restore(state)
    let error = #expect(throws: TrainingError.self) { try model.fit(squares(count: 8, seed: 1)) }
    #expect(error == .lossNotFinite(epoch: 1, batch: 1))
    #expect(error?.description.contains("not a number") == true)
  }

  @Test func datasetsAreChecked() throws {
    let images = Tensor(shape: [2, 3, 3, 1])
    #expect(throws: DatasetError.counts(images: [2, 3, 3, 1], labels: 1, labelShape: [])) {
      try Dataset(images: images, labels: [0], classes: 2)
    }
    #expect(throws: DatasetError.label(2, position: 1, classes: 2)) {
      try Dataset(images: images, labels: [0, 2], classes: 2)
    }
    #expect(throws: DatasetError.label(-1, position: 0, classes: 2)) {
      try Dataset(images: images, labels: [-1, 0], classes: 2)
    }
    #expect(throws: DatasetError.classes(0)) { try Dataset(images: images, labels: [0, 0], classes: 0) }
    var broken = images
    broken[12] = .nan
    #expect(throws: DatasetError.notFinite(image: 1)) {
      try Dataset(images: broken, labels: [0, 1], classes: 2)
    }
  }
}
