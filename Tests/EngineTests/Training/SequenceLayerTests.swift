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

  static let shapes: [(any Layer, [[Int]], [Int])] = [
    (Embedding(9, width: 3), [[5]], [5, 3]), (HashedEmbedding(9, width: 3), [[5]], [5, 3]),
    (Projection(7), [[5]], [5, 7]), (PaddingMask(), [[5]], [5]), (GRU(3), [[5, 2]], [3]),
    (GRU(3, returnsSequence: true), [[5, 2], [5]], [5, 3]), (LSTM(3, reversed: true), [[5, 2], [5]], [3]),
    (LSTM(3, returnsSequence: true), [[5, 2]], [5, 3]), (Bidirectional(GRU(3)), [[5, 2]], [6]),
    (Bidirectional(LSTM(3, returnsSequence: true)), [[5, 2], [5]], [5, 6]),
    (SelfAttention(), [[5, 6]], [5, 6]), (SelfAttention(scale: 0.5), [[5, 6], [5]], [5, 6]),
    (MultiHeadAttention(heads: 2), [[5, 6]], [5, 6]),
    (MultiHeadAttention(heads: 3), [[5, 6], [5]], [5, 6]),
    (LayerNorm(), [[5, 6]], [5, 6]), (LayerNorm(), [[4]], [4]), (Softmax(), [[5, 6]], [5, 6]),
    (ReLU6(), [[5, 6]], [5, 6]), (GELU(), [[5]], [5]), (SiLU(), [[2, 3, 4]], [2, 3, 4]), (Tanh(), [[5]], [5]),
    (Sigmoid(), [[5]], [5]), (Add(), [[5, 6], [5, 6], [5, 6]], [5, 6]), (Multiply(), [[5], [5]], [5]),
    (Concatenate(), [[5, 6], [5, 1], [5, 2]], [5, 9]), (Reshape([3, 4]), [[2, 6]], [3, 4]),
    (Dense(3), [[5, 4, 2]], [5, 4, 3]),
  ]

  /// What a layer announces, what it computes and what its graph says have one shape.
  @Test(arguments: shapes.indices)
  func shapesAgree(index: Int) throws {
    let (layer, inputs, expected) = Self.shapes[index]
    #expect(try layer.outputShape(for: inputs, name: "x_1") == expected)
    var generator = SeededGenerator(seed: 1)
    let parameters = layer.makeParameters(for: inputs, name: "x_1", using: &generator)
    #expect(Set(parameters.map(\.name)).count == parameters.count)
    #expect(parameters.allSatisfy { $0.name.hasPrefix("x_1/") })
    let batches = inputs.map { Variable(randomTensor([3] + $0, seed: 2, in: 0...1)) }
    #expect(layer.apply(to: batches, parameters: parameters, on: Tape()).value.shape == [3] + expected)

    var graph = try Graph(inputs: inputs)
    let node = try layer.append(
      to: &graph, reading: inputs.indices.map { Graph.input($0) }, parameters: parameters, name: "x_1")
    #expect(graph.shape(of: node) == expected && node == graph.nodes.count - 1)
    #expect(graph.nodes[node].name == "x_1" && Set(graph.nodes.map(\.name)).count == graph.nodes.count)
  }

  @Test func misfitsAreNamed() {
    let misfits: [(any Layer, [[Int]], String)] = [
      (Embedding(0, width: 3), [[5]], "positive"), (Embedding(3, width: 0), [[5]], "positive"),
      (Embedding(3, width: 3), [[5, 2]], "one axis"),
      (HashedEmbedding(3, width: 3, hashes: 0), [[5]], "positive"),
      (HashedEmbedding(3, width: 3), [[5, 1]], "one axis"), (Projection(0), [[5]], "bits (0)"),
      (PaddingMask(), [[5, 2]], "one axis"), (GRU(0), [[5, 2]], "positive"), (GRU(3), [[5]], "two axes"),
      (LSTM(3), [[5, 2], [4]], "mask"), (LSTM(3), [[5, 2], [5], [5]], "mask"),
      (Bidirectional(LSTM(-1)), [[5, 2]], "positive"), (Bidirectional(GRU(3)), [[5]], "two axes"),
      (SelfAttention(), [[5]], "two axes"), (SelfAttention(scale: 0), [[5, 6]], "scale"),
      (MultiHeadAttention(heads: 4), [[5, 6]], "divide"), (MultiHeadAttention(heads: 0), [[5, 6]], "divide"),
      (LayerNorm(epsilon: 0), [[5]], "epsilon"), (Add(), [[5]], "two values"), (Add(), [[5], [6]], "[6]"),
      (Multiply(), [[5], [5, 1]], "[5, 1]"), (Concatenate(), [[5, 6]], "two values"),
      (Concatenate(), [[5, 6], [4, 6]], "last axis"), (Reshape([7]), [[2, 3]], "fill"),
      (Reshape([-2, -3]), [[2, 3]], "fill"), (Dense(0), [[2]], "positive"),
      (GELU(), [[5], [5]], "one value"),
    ]
    for (layer, inputs, word) in misfits {
      let error = #expect(throws: ModelError.self) { try layer.outputShape(for: inputs, name: "x_1") }
      #expect(error?.description.hasPrefix("x_1: ") == true, "\(layer)")
      #expect(error?.description.contains(word) == true, "\(layer): \(error?.description ?? "")")
    }
  }

  @Test func recurrentWeightsStartAsStated() {
    var generator = SeededGenerator(seed: 1)
    let lstm = LSTM(3).makeParameters(for: [[5, 2]], name: "lstm_1", using: &generator)
    #expect(lstm.map(\.name) == ["lstm_1/weight", "lstm_1/recurrent", "lstm_1/bias"])
    #expect(lstm[2].value.values == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    let both = Bidirectional(GRU(3)).makeParameters(for: [[5, 2]], name: "b", using: &generator)
    #expect(both.map(\.name).contains("b/backward/recurrentBias") && both.count == 8)
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
