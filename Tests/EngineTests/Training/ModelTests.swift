import Testing

@testable import Engine

@Suite struct ModelTests {
  @Test func digitNetworkHasTheShapesOfTheBook() throws {
    let model = try digitNetwork()
    #expect(model.parameterCount == 35_210)
    #expect(model.trainableParameterCount == 35_018)
    #expect(
      model.layers.map(\.outputShape) == [
        [26, 26, 32], [26, 26, 32], [26, 26, 32], [13, 13, 32], [11, 11, 64], [11, 11, 64], [11, 11, 64],
        [5, 5, 64], [1_600], [1_600], [10],
      ])
    #expect(
      model.state.map(\.name) == [
        "conv2d_1/weight", "conv2d_1/bias", "batchNorm_1/gamma", "batchNorm_1/beta", "batchNorm_1/movingMean",
        "batchNorm_1/movingVariance", "conv2d_2/weight", "conv2d_2/bias", "batchNorm_2/gamma",
        "batchNorm_2/beta", "batchNorm_2/movingMean", "batchNorm_2/movingVariance", "dense_1/weight",
        "dense_1/bias",
      ])
  }

  @Test func weightsStartGlorotUniformAndDependOnTheSeed() throws {
    let weight = try digitNetwork(seed: 1).state[6].tensor.values  // [3, 3, 32, 64]
    let limit = (6.0 / (9 * 32 + 9 * 64)).squareRoot()
    #expect(weight.allSatisfy { abs(Double($0)) <= limit })
    let variance = weight.reduce(0) { $0 + Double($1 * $1) } / Double(weight.count)
    #expect(abs(variance / (limit * limit / 3) - 1) < 0.05)
    #expect(try digitNetwork(seed: 1).state == digitNetwork(seed: 1).state)
    #expect(try digitNetwork(seed: 1).state != digitNetwork(seed: 2).state)
  }

  /// The layers with parameters in one model, without kinks so that differences are good everywhere.
  @Test func gradientsOfLayersWithParameters() throws {
    let model = try Model(input: [7, 9, 2], seed: 5) {
      Conv2D(3, kernel: 3, padding: .same)
      BatchNorm()
      Conv2D(5, kernel: 2, stride: 2, useBias: false)
      BatchNorm()
      Flatten()
      Dropout(0.3)
      Dense(6, useBias: false)
      BatchNorm()
      Dense(3)
    }
    let images = randomTensor([5, 7, 9, 2], seed: 1)
    let learned = model.parameters.filter(\.isTrainable)
    let start = learned.map(\.value)

    func loss() -> (tape: Tape, loss: Variable) {
      let tape = Tape(trainingWith: SeededGenerator(seed: 8))
      return (tape, tape.softmaxCrossEntropy(model.forward([images], on: tape), labels: [0, 2, 1, 1, 0]))
    }
    let (tape, result) = loss()
    let gradients = tape.backward(from: result)
    #expect(Set(gradients.map { $0.parameter.name }) == Set(learned.map(\.name)))
    for (parameter, value) in zip(learned, start) {
      let gradient = try #require(gradients.first { $0.parameter === parameter }).gradient.dense
      let numeric = (0..<value.count).map { position in
        func shifted(by step: Float) -> Float {
          parameter.value[position] += step
          defer { parameter.value = value }
          return loss().loss.value[0]
        }
        return (shifted(by: 5e-3) - shifted(by: -5e-3)) / 1e-2
      }
      if ["conv2d_1/bias", "batchNorm_1/beta"].contains(parameter.name) {
        // The next normalization removes what these add.
        #expect(gradient.values.allSatisfy { abs($0) < 1e-5 } && numeric.allSatisfy { abs($0) < 1e-3 })
      } else {
        #expect(normalizedError(gradient.values, numeric).squareRoot() < 5e-3, "\(parameter.name)")
      }
    }
  }

  /// A model joins these layers; the result must be that of the layers one by one.
  @Test(arguments: [nil, MaxPool2D(2), MaxPool2D(3, stride: 2)])
  func joinedLayersEqualTheLayersOneByOne(pool: MaxPool2D?) throws {
    let model = try Model(input: [9, 7, 5]) {
      BatchNorm(momentum: 0.9)
      ReLU()
      if let pool { pool }
    }
    #expect(model.stages.count == (pool?.stride == pool?.size ? 1 : 2))
    let x = randomTensor([6, 9, 7, 5], seed: 1)
    func oneByOne(on tape: Tape) -> Variable {
      model.layers.reduce(Variable(x)) { $1.layer.apply(to: [$0], parameters: $1.parameters, on: tape) }
    }
    let start = model.state
    let joined = model.forward([x], on: Tape(trainingWith: SeededGenerator(seed: 0))).value
    let joinedState = model.state
    #expect(joinedState != start)
    #expect(try normalizedError(joined.values, predictedAfterRestoring(start, oneByOne)) < 1e-12)
    #expect(model.state == joinedState)
    #expect(try normalizedError(model.predict(x).values, oneByOne(on: Tape()).value.values) < 1e-12)

    func predictedAfterRestoring(_ state: [NamedTensor], _ run: (Tape) -> Variable) throws -> [Float] {
      try model.restore(state)
      return run(Tape(trainingWith: SeededGenerator(seed: 0))).value.values
    }
  }

  @Test func layersThatDoNotFitAreNamed() {
    func error(_ input: [Int], @LayerBuilder _ layers: () -> [any Block]) -> String? {
      do throws(ModelError) {
        _ = try Model(input: input, layers: layers)
        return nil
      } catch { return error.description }
    }
    #expect(
      error([]) { Flatten() }
        == "the input shape [] needs at least one axis, positive extents and at most 2^28 elements")
    #expect(error([4]) {} == "a model needs at least one layer")
    #expect(
      error([6, 6, 1]) {
        Conv2D(2, kernel: 3); Conv2D(2, kernel: 5)
      }
        == "conv2d_2: a window of 5 x 5 does not fit (its input has the shape [4, 4, 2])")
    for layer: any Layer in [
      Conv2D(0, kernel: 3), Conv2D(1, kernel: 0), Conv2D(1, kernel: 1, stride: 0), MaxPool2D(7), MaxPool2D(0),
      MaxPool2D(17), Dropout(1), Dropout(-0.1), Dropout(.nan), BatchNorm(momentum: 2), BatchNorm(epsilon: 0),
    ] {
      #expect(error([6, 6, 1]) { layer }?.contains("_1: ") == true, "\(layer)")
    }
    for layer: any Layer in [Conv2D(1, kernel: 1), MaxPool2D(1), Dense(0)] {
      #expect(error([6]) { layer }?.contains("_1: ") == true, "\(layer)")
    }
  }

  @Test func stateRoundTripsAndMisfitsChangeNothing() throws {
    let (model, other) = (try squareNetwork(seed: 1), try squareNetwork(seed: 2))
    let saved = model.state
    try other.restore(saved.reversed())
    #expect(other.state == saved)

    let target = try squareNetwork(seed: 4)
    let before = target.state
    let misshapen = NamedTensor(name: "dense_1/bias", tensor: Tensor(shape: [5]))
    let unknown = NamedTensor(name: "dense_2/bias", tensor: Tensor(shape: [4]))
    #expect(throws: ModelError.missingParameter("dense_1/bias")) { try target.restore(saved.dropLast()) }
    #expect(throws: ModelError.unexpectedParameter("dense_2/bias")) { try target.restore(saved + [unknown]) }
    #expect(throws: ModelError.unexpectedParameter("dense_1/bias")) {
      try target.restore(saved + [misshapen])
    }
    #expect(throws: ModelError.parameterShape(name: "dense_1/bias", shape: [5], expected: [4])) {
      try target.restore(saved.dropLast() + [misshapen])
    }
    #expect(target.state == before)
  }

  @Test func graphHoldsTheSameLayersAndNumbers() throws {
    let model = try digitNetwork()
    let graph = try model.graph()
    #expect(graph.nodes.map(\.name) == model.layers.map(\.name))
    #expect(graph.nodes.map(\.shape) == model.layers.map(\.outputShape))
    #expect(graph.parameterCount == model.parameterCount)
    guard case .conv2D(let weight, let bias, 1, .valid) = graph.nodes[4].operation else {
      Issue.record("node 4 is \(graph.nodes[4].operation)")
      return
    }
    #expect(weight == model.state[6].tensor)
    #expect(bias == model.state[7].tensor)
  }

  @Test func predictionsDoNotDependOnTheBatch() throws {
    let model = try squareNetwork()
    let data = try squares(count: 131, seed: 1)
    let all = try model.predict(data.images)
    #expect(all.shape == [131, 4])
    #expect(try model.predict(data.images.rows(129..<131)) == all.rows(129..<131))
    #expect(try model.predict(data.images.rows(0..<0)).shape == [0, 4])
    #expect(throws: ModelError.images(shape: [144], expected: [12, 12, 1])) {
      try model.predict(Tensor(shape: [144]))
    }
  }
}
