import Testing

@testable import Engine

@Suite struct OptimizerTests {
  /// Five steps on a bowl, as Golden/optimizers.py takes them with PyTorch.
  @Test func fiveStepsAreThoseOfPyTorch() throws {
    let golden = try storedRun([String: [[Float]]].self, "optimizers")
    let optimizers: [String: any Optimizer] = [
      "sgd": SGD(learningRate: 0.05),
      "momentum": SGD(learningRate: 0.05, momentum: 0.9),
      "nesterov": SGD(learningRate: 0.05, momentum: 0.9, nesterov: true),
      "adam": Adam(learningRate: 0.05, epsilon: 1e-12),
      "adamW": AdamW(learningRate: 0.05, epsilon: 1e-12, weightDecay: 0.1),
    ]
    #expect(optimizers.keys.sorted() == golden.keys.sorted())
    let (target, scale): ([Float], [Float]) = ([0, 1, 0.25, -1], [1, 0.1, 5, 0.01])
    for (name, optimizer) in optimizers {
      let parameter = Parameter("w", Tensor(shape: [4], values: [1, -2, 0.5, 3]))
      var state = OptimizerState(optimizer)
      for (step, expected) in try #require(golden[name]).enumerated() {
        let w = parameter.value.values
        state.update([
          (
            parameter,
            .dense(Tensor(shape: [4], values: (0..<4).map { 2 * (w[$0] - target[$0]) * scale[$0] }))
          )
        ])
        #expect(normalizedError(parameter.value.values, expected) < 1e-11, "\(name), step \(step + 1)")
      }
    }
  }

  @Test func firstStepsFollowTheirFormulas() {
    let (w, g): ([Double], [Double]) = ([1, -2, 3, 0], [0.5, -4, 0, 1e-3])
    let expected: [(any Optimizer, (Double, Double) -> Double)] = [
      (SGD(learningRate: 0.1), { w, g in w - 0.1 * g }),
      (SGD(learningRate: 0.1, momentum: 0.8), { w, g in w - 0.1 * g }),
      (SGD(learningRate: 0.1, momentum: 0.8, nesterov: true), { w, g in w - 0.1 * 1.8 * g }),
      // The length of the learning rate, whatever the gradient's.
      (Adam(learningRate: 0.1), { w, g in w - (g == 0 ? 0 : g > 0 ? 0.1 : -0.1) }),
      (AdamW(learningRate: 0.1, weightDecay: 0.5), { w, g in w * 0.95 - (g == 0 ? 0 : g > 0 ? 0.1 : -0.1) }),
    ]
    for (optimizer, step) in expected {
      let parameter = Parameter("w", Tensor(shape: [4], values: w.map { Float($0) }))
      var state = OptimizerState(optimizer)
      state.update([(parameter, .dense(Tensor(shape: [4], values: g.map { Float($0) })))])
      let reference = zip(w, g).map { Float(step($0, $1)) }
      #expect(normalizedError(parameter.value.values, reference) < 1e-7, "\(optimizer)")
    }
  }

  @Test func eachParameterHasItsOwnMemory() {
    let parameters = (0..<2).map { Parameter("w\($0)", Tensor(shape: [1])) }
    var state = OptimizerState(SGD(learningRate: 1, momentum: 0.5))
    for _ in 0..<2 {
      state.update([
        (parameters[0], .dense(Tensor(shape: [1], values: [1]))),
        (parameters[1], .dense(Tensor(shape: [1], values: [10]))),
      ])
    }
    #expect(parameters.map { $0.value[0] } == [-2.5, -25])
  }

  /// For rows that a step leaves out no time passes.
  @Test(
    arguments: [
      SGD(learningRate: 0.1, momentum: 0.5, nesterov: true), Adam(learningRate: 0.1),
      AdamW(learningRate: 0.1, weightDecay: 0.1),
    ] as [any Optimizer])
  func rowsAreUpdatedAlone(optimizer: any Optimizer) {
    let (table, row) = (
      Parameter("table", randomTensor([5, 3], seed: 1)),
      Parameter("row", randomTensor([5, 3], seed: 1).rows(3..<4))
    )
    let start = table.value
    var (ofTable, ofRow) = (OptimizerState(optimizer), OptimizerState(optimizer))
    for step in 0..<4 as Range<UInt64> {
      let gradient = randomTensor([2, 3], seed: 10 + step)
      ofTable.update([(table, .rows(RowGradient(shape: [5, 3], rows: [1, 3], values: gradient)))])
      ofRow.update([(row, .dense(gradient.rows(1..<2)))])
    }
    #expect(table.value.rows(3..<4) == row.value)
    for other in [0, 2, 4] {
      #expect(table.value.rows(other..<other + 1) == start.rows(other..<other + 1))
    }
    #expect(table.value.rows(1..<2) != start.rows(1..<2))
  }

  @Test func decayWithoutWeightIsAdam() throws {
    let data = try squares(count: 64, seed: 1)
    func trained(_ optimizer: some Optimizer) throws -> [NamedTensor] {
      let model = try squareNetwork()
      try model.fit(data, batchSize: 16, optimizer: optimizer)
      return model.state
    }
    #expect(try trained(AdamW(weightDecay: 0)) == trained(Adam()))
    #expect(try trained(AdamW(weightDecay: 0.1)) != trained(Adam()))
  }

  @Test(
    arguments: [SGD(learningRate: 0.1, momentum: 0.9, nesterov: true), AdamW(learningRate: 0.01)]
      as [any Optimizer])
  func modelsLearnWithEachOptimizer(optimizer: any Optimizer) throws {
    let model = try squareNetwork()
    try model.fit(squares(count: 200, seed: 1), epochs: 8, optimizer: optimizer)
    #expect(try model.evaluate(squares(count: 100, seed: 2)).accuracy > 0.9)
  }

  @Test func impossibleSettingsAreNamed() throws {
    let (model, data) = (try squareNetwork(), try squares(count: 8, seed: 1))
    let broken: [(any Optimizer, String)] = [
      (SGD(learningRate: .nan), "learning rate"), (SGD(momentum: 1), "momentum"),
      (SGD(momentum: -0.1), "momentum"), (SGD(nesterov: true), "Nesterov"), (Adam(beta1: 1), "betas"),
      (Adam(beta2: -1), "betas"), (Adam(epsilon: 0), "epsilon"), (AdamW(learningRate: 0), "learning rate"),
      (AdamW(beta1: 2), "betas"), (AdamW(weightDecay: -1), "weight decay"),
      (AdamW(weightDecay: .infinity), "weight decay"),
    ]
    for (optimizer, word) in broken {
      let error = #expect(throws: TrainingError.self) { try model.fit(data, optimizer: optimizer) }
      #expect(error?.description.contains(word) == true, "\(optimizer)")
    }
  }
}
