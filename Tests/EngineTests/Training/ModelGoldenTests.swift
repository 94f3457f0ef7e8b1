import Testing

@testable import Engine

/// Classifiers of sequences train as they do in PyTorch; Golden/models.py made the runs.
@Suite struct ModelGoldenTests {
  struct Training: Decodable {
    struct Thinned: Decodable {
      let length: Double
      let everySeventh: [Float]
    }

    let logits: [Float]
    let gradients: [String: Thinned]
    let losses: [Double]
  }

  static let networks: [String: @Sendable (Symbol) -> Symbol] = [
    "gru": { ids in
      ids.then {
        Embedding(40, width: 62)
        GRU(64)
        Dense(4)
      }
    },
    "attention": { ids in
      let x = SelfAttention(scale: 0.5)(Embedding(40, width: 32)(ids), PaddingMask()(ids))
      return Dense(4)(Flatten()(x))
    },
  ]

  @Test(arguments: networks.keys.sorted())
  func trainingIsThatOfPyTorch(name: String) throws {
    let golden = try #require(try storedRun([String: Training].self, "models")[name])
    let model = try Model(input: [12], try #require(Self.networks[name]))
    try fill(model)
    #expect(normalizedError(try model.predict(batch.inputs).values, golden.logits) < 1e-11)

    let tape = Tape(trainingWith: SeededGenerator(seed: 0))
    let loss = Loss.crossEntropy().of(model.forward(batch.inputs, on: tape), batch: batch, on: tape)
    let gradients = tape.backward(from: loss)
    #expect(gradients.count == golden.gradients.count)
    for (parameter, gradient) in gradients.map({ ($0.parameter, $0.gradient.dense.values) }) {
      let expected = try #require(golden.gradients[parameter.name])
      let length = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(length / expected.length - 1) < 1e-5, "\(parameter.name)")
      let thinned = stride(from: 0, to: gradient.count, by: 7).map { gradient[$0] }
      #expect(normalizedError(thinned, expected.everySeventh) < 1e-9, "\(parameter.name)")
    }

    var optimizer = OptimizerState(Adam(learningRate: 5e-3))
    #expect(golden.losses.count == 10)
    for (step, expected) in golden.losses.enumerated() {
      let tape = Tape(trainingWith: SeededGenerator(seed: 0))
      let tally = try #require(model.trainingStep(batch, tape: tape, optimizer: &optimizer))
      #expect(abs(tally.evaluation.loss / expected - 1) < 1e-4, "step \(step + 1)")
    }
  }

  /// Ids from 1; sentence n has 5 + n % 8 words and ends in padding.
  private var batch: Batch {
    var ids = Tensor(shape: [16, 12])
    for n in 0..<16 {
      for i in 0..<(5 + n % 8) { ids[12 * n + i] = Float(1 + (11 * n + 7 * i + i * i) % 39) }
    }
    return Batch(inputs: [ids], targets: .labels((0..<16).map { $0 * 7 % 4 }, shape: []))
  }

  /// Gives the parameters the values that models.py gives them.
  private func fill(_ model: Model) throws {
    try model.restore(
      model.state.enumerated().map { index, entry in
        let shape = entry.tensor.shape
        let scale =
          switch entry.name.split(separator: "/")[1] {
          case "table": 0.5
          case "weight", "recurrent": (6 / Double(shape.reduce(0, +))).squareRoot()
          default: 0.1
          }
        return NamedTensor(name: entry.name, tensor: noise(shape, scale: scale, phase: index + 1))
      })
  }
}
