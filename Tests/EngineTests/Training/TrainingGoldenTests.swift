import Testing

@testable import Engine

/// Results of PyTorch, stored by Golden/training.py.
private struct Golden: Decodable {
  struct Pass: Decodable {
    let trainingLogits: [Float]
    let inferenceLogits: [Float]
    let loss: Float
    let gradients: [String: [Float]]
  }

  let small: Pass
  let digitLosses: [Float]
}

@Suite struct TrainingGoldenTests {
  @Test func outputsAndGradientsAreThoseOfPyTorch() throws {
    let golden = try storedRun(Golden.self, "training").small
    let model = try Model(input: [9, 11, 3]) {
      Conv2D(5, kernel: 3)
      BatchNorm()
      ReLU()
      MaxPool2D(2)
      Conv2D(7, kernel: 2)
      BatchNorm()
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(4)
    }
    try fill(model)
    let images = noise([6, 9, 11, 3], scale: 1, phase: 0)
    #expect(normalizedError(try model.predict(images).values, golden.inferenceLogits) < 1e-10)

    let tape = Tape(trainingWith: SeededGenerator(seed: 0))
    let logits = model.forward([images], on: tape)
    let loss = tape.softmaxCrossEntropy(logits, labels: [0, 1, 2, 3, 1, 0])
    #expect(normalizedError(logits.value.values, golden.trainingLogits) < 1e-9)
    #expect(abs(loss.value[0] / golden.loss - 1) < 1e-5)
    let gradients = tape.backward(from: loss)
    #expect(gradients.count == golden.gradients.count)
    for (parameter, gradient) in gradients.map({ ($0.parameter, $0.gradient.dense) }) {
      let expected = try #require(golden.gradients[parameter.name])
      if parameter.name.hasSuffix("/bias"), parameter.name.hasPrefix("conv2d") {
        // Normalization removes what the bias adds: 0 but for rounding.
        #expect(gradient.values.allSatisfy { abs($0) < 1e-4 }, "\(parameter.name)")
      } else {
        #expect(normalizedError(gradient.values, expected) < 1e-8, "\(parameter.name)")
      }
    }
  }

  @Test func tenStepsAreThoseOfPyTorch() throws {
    let golden = try storedRun(Golden.self, "training").digitLosses
    let model = try digitNetwork(dropout: 0)
    try fill(model)
    let images = noise([16, 28, 28, 1], scale: 1, phase: 0)
    let labels = (0..<16).map { $0 * 7 % 10 }
    let batch = Batch(inputs: [images], targets: .labels(labels, shape: []))
    var optimizer = OptimizerState(Adam(learningRate: 5e-4))
    #expect(golden.count == 10)
    for (step, expected) in golden.enumerated() {
      let tape = Tape(trainingWith: SeededGenerator(seed: 0))
      let tally = try #require(model.trainingStep(batch, tape: tape, optimizer: &optimizer))
      #expect(abs(tally.evaluation.loss / Double(expected) - 1) < 1e-4, "step \(step + 1)")
    }
  }

  /// Gives the parameters the values that training.py gives them.
  private func fill(_ model: Model) throws {
    try model.restore(
      model.state.map { entry in
        let shape = entry.tensor.shape
        let parts = entry.name.split(separator: "/")
        let number = parts[0] == "dense_1" ? 9 : Int(String(parts[0].last!))!
        let fans = shape.count == 4 ? shape[0] * shape[1] * (shape[2] + shape[3]) : shape.reduce(0, +)
        let (scale, offset): (Double, Double) =
          switch parts[1] {
          case "weight": ((6 / Double(fans)).squareRoot(), 0)
          case "bias": (0.1, 0)
          case "gamma": (1, 0.5)
          case "beta": (0.3, 0)
          case "movingMean": (0.2, 0)
          default: (0.5, 1)
          }
        return NamedTensor(
          name: entry.name, tensor: noise(shape, scale: scale, phase: number, offset: offset))
      })
  }
}
