import Testing

@testable import Engine

/// Layers for sequences: shapes, misfits, graphs, and models that learn what only they can.
@Suite struct SequenceLayerTests {
  /// The two networks of chapter 4.
  @Test func parametersAreTheBooks() throws {
    let recurrent = try Model(input: [64]) {
      Embedding(5_000, width: 62)
      GRU(64)
      Dense(4)
    }
    #expect(recurrent.outputShape == [4] && recurrent.parameterCount == 334_836)
    let attention = try Model(input: [64]) {
      Embedding(5_000, width: 64)
      SelfAttention()
      Flatten()
      Dense(4)
    }
    #expect(attention.outputShape == [4] && attention.parameterCount == 336_388)
  }

  static let shapes: [(any Block, [[Int]], [Int])] = [
    (Embedding(9, width: 3), [[5]], [5, 3]), (HashedEmbedding(9, width: 3), [[5]], [5, 3]),
    (Projection(7), [[5]], [5, 7]), (PaddingMask(), [[5]], [5]), (GRU(3), [[5, 2]], [3]),
    (GRU(3, returnsSequence: true), [[5, 2], [5]], [5, 3]), (LSTM(3, reversed: true), [[5, 2], [5]], [3]),
    (LSTM(3, returnsSequence: true), [[5, 2]], [5, 3]), (Bidirectional(GRU(3)), [[5, 2]], [6]),
    (Bidirectional(LSTM(3, returnsSequence: true)), [[5, 2], [5]], [5, 6]),
    (SelfAttention(), [[5, 6]], [5, 6]), (SelfAttention(scale: 0.5), [[5, 6], [5]], [5, 6]),
    (MultiHeadAttention(heads: 2), [[5, 6]], [5, 6]),
    (MultiHeadAttention(heads: 3), [[5, 6], [5]], [5, 6]),
    (Attention(), [[3, 6], [5, 6], [5, 2]], [3, 2]),
    (Attention(heads: 2), [[3, 6], [5, 6], [5, 2], [5]], [3, 2]),
    (LayerNorm(), [[5, 6]], [5, 6]), (LayerNorm(), [[4]], [4]), (Softmax(), [[5, 6]], [5, 6]),
    (ReLU6(), [[5, 6]], [5, 6]), (GELU(), [[5]], [5]), (SiLU(), [[2, 3, 4]], [2, 3, 4]), (Tanh(), [[5]], [5]),
    (Sigmoid(), [[5]], [5]), (Add(), [[5, 6], [5, 6], [5, 6]], [5, 6]), (Multiply(), [[5], [5]], [5]),
    (Concatenate(), [[5, 6], [5, 1], [5, 2]], [5, 9]), (Reshape([3, 4]), [[2, 6]], [3, 4]),
    (Dense(3), [[5, 4, 2]], [5, 4, 3]),
  ]

  /// What a layer announces, what it computes and what its graph says have one shape.
  @Test(arguments: shapes.indices)
  func shapesAgree(index: Int) throws {
    let (block, inputs, expected) = Self.shapes[index]
    let model = try Model(inputs: inputs) { block($0[0], Array($0.dropFirst())) }
    #expect(model.outputShape == expected)
    let names = model.parameters.map(\.name)
    #expect(Set(names).count == names.count)
    for layer in model.layers { #expect(layer.parameters.allSatisfy { $0.name.hasPrefix("\(layer.name)/") }) }
    let batches = inputs.map { randomTensor([3] + $0, seed: 2, in: 0...1) }
    #expect(model.forward(batches, on: Tape()).value.shape == [3] + expected)

    let graph = try model.graph()
    #expect(graph.nodes.map(\.name) == model.layers.map(\.name))
    #expect(graph.nodes.map(\.shape) == model.layers.map(\.outputShape))
  }

  @Test func misfitsAreNamed() {
    let misfits: [(any Block, [[Int]], String)] = [
      (Embedding(0, width: 3), [[5]], "positive"), (Embedding(3, width: 0), [[5]], "positive"),
      (Embedding(3, width: 3), [[5, 2]], "one axis"),
      (HashedEmbedding(3, width: 3, hashes: 0), [[5]], "positive"),
      (HashedEmbedding(3, width: 3), [[5, 1]], "one axis"), (Projection(0), [[5]], "bits (0)"),
      (PaddingMask(), [[5, 2]], "one axis"), (GRU(0), [[5, 2]], "positive"), (GRU(3), [[5]], "two axes"),
      (LSTM(3), [[5, 2], [4]], "mask"), (LSTM(3), [[5, 2], [5], [5]], "mask"),
      (Bidirectional(LSTM(-1)), [[5, 2]], "positive"), (Bidirectional(GRU(3)), [[5]], "two axes"),
      (SelfAttention(), [[5]], "two axes"), (SelfAttention(scale: 0), [[5, 6]], "scale"),
      (MultiHeadAttention(heads: 4), [[5, 6]], "divide"), (MultiHeadAttention(heads: 0), [[5, 6]], "divide"),
      (Attention(), [[5, 6]], "not 1"), (Attention(), [[3, 6], [5, 4], [5, 2]], "[5, 4]"),
      (Attention(), [[3, 6], [5, 6], [4, 2]], "[4, 2]"), (Attention(), [[3, 6], [5], [5, 2]], "two axes"),
      (Attention(heads: 4), [[3, 8], [5, 8], [5, 6]], "8 and 6"),
      (Attention(), [[3, 6], [5, 6], [5, 2], [3]], "mask"), (LayerNorm(epsilon: 0), [[5]], "epsilon"),
      (Add(), [[5]], "two values"), (Add(), [[5], [6]], "[6]"),
      (Multiply(), [[5], [5, 1]], "[5, 1]"), (Concatenate(), [[5, 6]], "two values"),
      (Concatenate(), [[5, 6], [4, 6]], "last axis"), (Reshape([7]), [[2, 3]], "fill"),
      (Reshape([-2, -3]), [[2, 3]], "fill"), (Dense(0), [[2]], "positive"),
      (GELU(), [[5], [5]], "one value"),
    ]
    for (block, inputs, word) in misfits {
      let error = #expect(throws: ModelError.self) {
        try Model(inputs: inputs) { block($0[0], Array($0.dropFirst())) }
      }
      let kind = "\(type(of: block))".lowercased()
      #expect(error?.description.lowercased().hasPrefix("\(kind)_1") == true, "\(block)")
      #expect(error?.description.contains(word) == true, "\(block): \(error?.description ?? "")")
    }
  }

  /// The first layer of a residual block reads the mask.
  @Test func residualBlocksPassMasksOn() throws {
    func model(_ output: (Symbol, Symbol) -> Symbol) throws -> Model {
      try Model(inputs: [[5, 6], [5]], seed: 3) { output($0[0], $0[1]) }
    }
    let block = try model { x, mask in
      Residual {
        MultiHeadAttention(heads: 2)
        LayerNorm()
      }(x, mask)
    }
    let explicit = try model { x, mask in x + LayerNorm()(MultiHeadAttention(heads: 2)(x, mask)) }
    let inputs = [
      randomTensor([2, 5, 6], seed: 1), Tensor(shape: [2, 5], values: [1, 1, 0, 1, 0, 0, 1, 1, 1, 0]),
    ]
    #expect(try block.predict(inputs) == explicit.predict(inputs))
    #expect(block.layers.map(\.name) == explicit.layers.map(\.name))
  }

  @Test func recurrentWeightsStartAsStated() throws {
    var generator = SeededGenerator(seed: 1)
    let lstm = LSTM(3).makeParameters(for: [[5, 2]], name: "lstm_1", using: &generator)
    #expect(lstm.map(\.name) == ["lstm_1/weight", "lstm_1/recurrent", "lstm_1/bias"])
    #expect(lstm[2].value.values == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    let both = try Model(input: [5, 2]) { Bidirectional(GRU(3)) }.parameters
    #expect(both.map(\.name).contains("bidirectional_1/backward/recurrentBias") && both.count == 8)
    #expect(both[0].value != both[4].value)
  }

  /// Whether the 1 comes before the 2: a bag of words cannot tell.
  private func orders(count: Int, seed: UInt64) throws -> Dataset {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { _ in Int(generator.next() % 2) }
    let ids = labels.flatMap { label -> [Float] in
      var words = (0..<8).map { _ in Float(3 + generator.next() % 7) }
      let places = generator.permutation(count: 7)[..<2].sorted()
      words[places[0]] = Float(1 + label)
      words[places[1]] = Float(2 - label)
      words[7] = 0  // padding
      return words
    }
    return try Dataset(inputs: [Tensor(shape: [count, 8], values: ids)], labels: labels, classes: 2)
  }

  static let networks: [(String, @Sendable (Symbol) -> Symbol)] = [
    ("gru", { ids in Dense(2)(GRU(16)(Embedding(10, width: 8)(ids), PaddingMask()(ids))) }),
    ("lstm", { ids in Dense(2)(LSTM(16, reversed: true)(Embedding(10, width: 8)(ids), PaddingMask()(ids))) }),
    (
      "bidirectional",
      { ids in
        ids.then {
          HashedEmbedding(64, width: 8)
          Bidirectional(GRU(8, returnsSequence: true))
          LayerNorm()
          Bidirectional(LSTM(8))
          Dense(2)
        }
      }
    ),
    (
      "attention",
      { ids in
        let x = Embedding(10, width: 16)(ids)
        let y = LayerNorm()(Add()(x, MultiHeadAttention(heads: 2)(x, PaddingMask()(ids))))
        return Dense(2)(Flatten()(GELU()(Dense(16)(y))))
      }
    ),
    (
      "projection",
      { ids in
        ids.then {
          Projection(24)
          Dense(12)
          Tanh()
          SelfAttention(scale: 0.3)
          Flatten()
          Dense(2)
        }
      }
    ),
  ]

  @Test(arguments: networks.indices)
  func wordOrderIsLearned(index: Int) throws {
    let model = try Model(input: [8], seed: 3, Self.networks[index].1)
    try model.fit(
      orders(count: 600, seed: 1), epochs: 30, batchSize: 32, optimizer: Adam(learningRate: 5e-3), clipNorm: 5
    )
    #expect(try model.evaluate(orders(count: 200, seed: 2)).accuracy > 0.9, "\(Self.networks[index].0)")
  }
}
