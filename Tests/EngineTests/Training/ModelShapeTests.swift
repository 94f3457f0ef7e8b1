import Testing

@testable import Engine

/// Models that are not a straight line.
@Suite struct ModelShapeTests {
  private func twoInputs() throws -> Model {
    try Model(inputs: [[3], [5]], seed: 2) { inputs in
      Dense(2)(Add()(Dense(4)(inputs[0]), Dense(4)(inputs[1]))).then { Residual { Dense(2) } }
    }
  }

  @Test func residualAndTwoInputsHaveTheGradientsOfDifferences() throws {
    let model = try twoInputs()
    let inputs = [randomTensor([7, 3], seed: 1), randomTensor([7, 5], seed: 2)]
    let labels = [0, 1, 1, 0, 1, 0, 0]
    func loss() -> (tape: Tape, loss: Variable) {
      let tape = Tape(trainingWith: SeededGenerator(seed: 8))
      return (tape, tape.softmaxCrossEntropy(model.forward(inputs, on: tape), labels: labels))
    }
    let (tape, result) = loss()
    let gradients = tape.backward(from: result)
    #expect(gradients.count == model.parameters.count)
    for (parameter, gradient) in gradients {
      let value = parameter.value
      let numeric = (0..<value.count).map { position in
        func shifted(by step: Float) -> Float {
          parameter.value[position] += step
          defer { parameter.value = value }
          return loss().loss.value[0]
        }
        return (shifted(by: 1e-2) - shifted(by: -1e-2)) / 2e-2
      }
      #expect(normalizedError(gradient.dense.values, numeric).squareRoot() < 5e-3, "\(parameter.name)")
    }
  }

  @Test func graphsReadTheInputsThatTheModelReads() throws {
    let model = try twoInputs()
    let graph = try model.graph()
    #expect(graph.inputs == [[3], [5]])
    #expect(graph.nodes.map(\.name) == model.layers.map(\.name))
    #expect(graph.nodes[0].inputs == [Graph.input(0)])
    #expect(graph.nodes[1].inputs == [Graph.input(1)])
    #expect(graph.nodes[2].inputs == [0, 1])
  }

  @Test func inputsThatDoNotFitAreNamed() throws {
    let model = try twoInputs()
    let (three, five) = (Tensor(shape: [2, 3]), Tensor(shape: [2, 5]))
    #expect(try model.predict([three, five]).shape == [2, 2])
    #expect(throws: ModelError.batches(1, expected: 2)) { try model.predict(three) }
    #expect(throws: ModelError.images(shape: [2, 5], expected: [3])) { try model.predict([five, three]) }
    #expect(throws: ModelError.batchCounts([2, 1])) { try model.predict([three, five.rows(0..<1)]) }
    #expect(
      throws: ModelError.layer(
        name: "add_1", input: [4], reason: "another input has the shape [3]; they must agree")
    ) {
      _ = try Model(input: [4]) { Residual { Dense(3) } }
    }
    let other = try ModelSymbols.stolen()
    #expect(throws: ModelError.foreignSymbol(name: "add_1")) {
      _ = try Model(input: [4]) { x in x + other }
    }
  }

  @Test func residualsLearn() throws {
    let (train, test) = (try squares(count: 200, seed: 1), try squares(count: 100, seed: 2))
    let model = try Model(input: [12, 12, 1], seed: 3) {
      Conv2D(4, kernel: 3)
      Residual {
        Conv2D(4, kernel: 3, padding: .same); BatchNorm(momentum: 0.9); ReLU()
      }
      MaxPool2D(2)
      Flatten()
      Dense(4)
    }
    try model.fit(train, epochs: 8, optimizer: Adam(learningRate: 0.01))
    #expect(try model.evaluate(test).accuracy > 0.9)
  }
}

/// A symbol that outlives its model.
private enum ModelSymbols {
  static func stolen() throws -> Symbol {
    var symbol: Symbol?
    _ = try Model(input: [4]) { x in
      symbol = x
      return Dense(4)(x)
    }
    return try #require(symbol)
  }
}
