import Testing

@testable import Engine

/// Programs of models that are not a straight line give what the models predict.
@Suite struct ModelProgramTests {
  @Test func severalInputsAndAnUnusedOne() throws {
    let model = try Model(inputs: [[3], [5], [5]], seed: 3) { inputs in
      let x = Dense(4)(inputs[1])
      return Dense(2)(Concatenate()(ReLU()(x), Multiply()(x, Dense(4)(inputs[2]))))
    }
    try expectPrograms(of: model, inputs: [3, 5, 5].map { randomTensor([9, $0], seed: UInt64($0)) })
  }

  @Test func residualBlocks() throws {
    let model = try Model(input: [6, 6, 4], seed: 4) {
      Residual {
        Conv2D(4, kernel: 3, padding: .same)
        BatchNorm()
        ReLU()
      }
      ReLU()
      Flatten()
      Dense(3)
    }
    try expectPrograms(of: model, inputs: [randomTensor([9, 6, 6, 4], seed: 5)])
  }

  @Test func masksThroughSeparableAndTransposedConvolutions() throws {
    let model = try Model(input: [12, 10, 3], seed: 7) {
      Conv2D(8, kernel: 3, stride: 2, padding: .same)
      BatchNorm()
      ReLU6()
      SeparableConv2D(12, kernel: 3, stride: 2, padding: .same)
      BatchNorm()
      GELU()
      AveragePool2D(2, stride: 1)
      ConvTranspose2D(6, kernel: 3, stride: 2, padding: .same, useBias: false)
      BatchNorm()
      SiLU()
      ConvTranspose2D(3, kernel: 3, stride: 2, padding: .same)
    }
    try expectPrograms(of: model, inputs: [randomTensor([9, 12, 10, 3], seed: 8)])
  }

  @Test func soundsThroughOneDimensionalConvolutions() throws {
    let model = try Model(input: [33, 7], seed: 9) {
      Conv1D(8, kernel: 5, padding: .same)
      BatchNorm()
      ReLU()
      MaxPool1D(4)
      Conv1D(12, kernel: 3)
      Tanh()
      AveragePool1D(2)
      GlobalMaxPool()
      Dense(5)
      Softmax()
    }
    try expectPrograms(of: model, inputs: [randomTensor([9, 33, 7], seed: 10)])
  }

  @Test func textThroughRecurrentLayersAndAttention() throws {
    let model = try Model(input: [9], seed: 6) { ids in
      let mask = PaddingMask()(ids)
      let x = LayerNorm()(Embedding(20, width: 8)(ids))
      let y = MultiHeadAttention(heads: 2)(x, mask) + Bidirectional(GRU(4, returnsSequence: true))(x, mask)
      return Dense(3)(LSTM(5)(y, mask))
    }
    let ids = Tensor(
      shape: [7, 9], values: (0..<63).map { $0 % 9 < 6 ? Float(1 + $0 * 7 % 19) : 0 })
    try expectPrograms(of: model, inputs: [ids])
  }

  /// The name of a whole stands for all layers of it.
  @Test func aGroupOfLayersMayStayFloat() throws {
    let model = try Model(input: [5, 8], seed: 2) {
      MultiHeadAttention(heads: 2)
      Dense(2)
    }
    let program = try model.quantized(
      calibration: randomTensor([9, 5, 8], seed: 3), except: ["multiHeadAttention_1", "dense"])
    let parts = ["query", "key", "value", "attention", "output"]
    #expect(program.fallbacks.map(\.layer) == parts.map { "multiHeadAttention_1/\($0)" })
    #expect(program.fallbacks.allSatisfy { $0.reason == "it was excluded" })
    #expect(program.arithmetic == .mixed)
  }

  /// In float to rounding errors, in integers to a few percent.
  private func expectPrograms(of model: Model, inputs: [Tensor]) throws {
    let expected = try model.predict(inputs).values.map(Double.init)
    #expect(normalizedError(try model.compiled().logits(inputs: inputs).values, expected) < 1e-9)
    let integers = try model.quantized(calibration: inputs)
    #expect(integers.fallbacks.isEmpty)
    #expect(normalizedError(try integers.logits(inputs: inputs).values, expected) < 5e-3)
  }
}
