import Testing

@testable import Engine

/// Every kind of layer that has an 8-bit form takes part in quantization-aware training.
@Suite struct QuantizationAwareLayerTests {
  /// A network that ends with the layer in question.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let inputs: [[Int]]
    let output: @Sendable ([Symbol]) -> Symbol

    /// Whether the inputs are ids in 0..<9.
    var readsIDs = false

    init(_ name: String, _ inputs: [Int]..., output: @escaping @Sendable ([Symbol]) -> Symbol) {
      (testDescription, self.inputs, self.output) = (name, inputs, output)
    }

    init(_ block: any Block, _ inputs: [Int]...) {
      testDescription = "\(block)"
      self.inputs = inputs
      output = { block($0[0], Array($0.dropFirst())) }
    }

    /// Of ids, those of 5 words.
    static func ofIDs(_ name: String, output: @escaping @Sendable (Symbol) -> Symbol) -> Case {
      var test = Case(name, [5]) { output($0[0]) }
      test.readsIDs = true
      return test
    }

    func examples(_ count: Int, seed: UInt64) -> [Tensor] {
      inputs.enumerated().map { index, shape in
        let numbers = randomTensor([count] + shape, seed: seed + UInt64(index), in: -1...1.5)
        guard readsIDs else { return numbers }
        return Tensor(shape: numbers.shape, values: numbers.values.map { (8 * abs($0) / 1.5).rounded(.down) })
      }
    }
  }

  static let images = [
    Case(Conv2D(5, kernel: 3, stride: 2, padding: .same), [7, 6, 3]),
    Case(DepthwiseConv2D(kernel: 3), [7, 6, 3]),
    Case(SeparableConv2D(5, kernel: 3, padding: .same), [7, 6, 3]),
    Case(ConvTranspose2D(4, kernel: 3, stride: 2), [4, 3, 5]), Case(BatchNorm(), [3, 3, 5]),
    Case(MaxPool2D(2, stride: 1), [5, 5, 2]), Case(AveragePool2D(2), [6, 4, 3]),
    Case(GlobalMaxPool(), [5, 4, 3]),
    Case(GlobalAveragePool(), [5, 4, 3]),
    Case("residual of a separable convolution", [6, 6, 4]) {
      $0[0].then {
        Residual {
          SeparableConv2D(4, kernel: 3, padding: .same)
          BatchNorm()
          ReLU6()
        }
      }
    },
  ]

  static let sequences = [
    Case(Conv1D(5, kernel: 3, padding: .same), [9, 4]), Case(MaxPool1D(3), [9, 4]),
    Case(AveragePool1D(2), [9, 4]),
    Case(GRU(6, returnsSequence: true), [7, 4]), Case(GRU(6, reversed: true), [7, 4]), Case(LSTM(6), [7, 4]),
    Case(LSTM(6, returnsSequence: true, reversed: true), [7, 4]), Case(Bidirectional(GRU(5)), [7, 4]),
    Case(Bidirectional(LSTM(5, returnsSequence: true)), [7, 4]), Case(SelfAttention(scale: 0.7), [6, 5]),
    Case(Attention(heads: 2), [4, 6], [5, 6], [5, 4]), Case(MultiHeadAttention(heads: 2), [6, 8]),
    Case.ofIDs("embedding") { Embedding(9, width: 6)($0) },
    Case.ofIDs("hashed embedding") { HashedEmbedding(7, width: 6)($0) },
    Case.ofIDs("projection") { Projection(6)($0) },
    Case.ofIDs("masked layers") { ids in
      let (x, mask) = (Embedding(9, width: 8)(ids), PaddingMask()(ids))
      let y = MultiHeadAttention(heads: 2)(x, mask)
      return Concatenate()(Bidirectional(GRU(3))(y, mask), GlobalAveragePool()(x, mask))
    },
  ]

  static let others = [
    Case(Dense(7), [12]), Case(Dense(3), [4, 5]), Case(LayerNorm(), [4, 6]), Case(ReLU(), [9]),
    Case(ReLU6(), [9]),
    Case(GELU(), [9]), Case(SiLU(), [9]), Case(Tanh(), [9]), Case(Sigmoid(), [9]), Case(Softmax(), [4, 5]),
    Case(Add(), [7], [7], [7]), Case(Multiply(), [7], [7]), Case(Concatenate(), [3, 2], [3, 4]),
    Case("flatten and reshape", [2, 6]) { Dense(3)(Flatten()(Reshape([4, 3])(Dense(6)($0[0])))) },
  ]

  /// What was trained, and the program made of it, are seldom more than nothing apart, where a sum lies between two steps
  /// of the result's scale; of 3 bits a little more often, since biases are multiples of the weights' coarse scale and several layers in a row
  /// pass such differences on.
  @Test(arguments: images + sequences + others, [8, 3])
  func theProgramComputesWhatWasTrained(_ test: Case, bits: Int) throws {
    let model = try Model(inputs: test.inputs, seed: 4, test.output)
    let aware = try model.quantizationAware(weightBits: bits, momentum: 0.5)
    let data = try Dataset(
      inputs: test.examples(48, seed: 1), values: randomTensor([48] + model.outputShape, seed: 9))
    try aware.fit(
      data, epochs: 2, batchSize: 16, loss: .meanSquaredError, optimizer: Adam(learningRate: 0.01))
    let program = try aware.quantized()
    #expect(program.fallbacks.isEmpty)
    #expect(program.arithmetic == .int8)
    let inputs = test.examples(50, seed: 20)
    let step = try #require(program.outputQuantization).scale
    let distances = zip(try aware.predict(inputs).values, try program.logits(inputs: inputs).values)
      .map { abs($0 - $1) / step }
    #expect(distances.max()! < (bits == 8 ? 2.01 : 6.01), "\(distances.max()!) steps")
    let share = Double(distances.count { $0 > 0.01 }) / Double(distances.count)
    #expect(share < (bits == 8 ? 0.1 : 0.35), "\(share) of the results differ")
  }
}
