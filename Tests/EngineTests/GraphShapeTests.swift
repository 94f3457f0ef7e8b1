import Testing

@testable import Engine

/// The shape of every operation's result, and what each refuses.
@Suite struct GraphShapeTests {
  private static func zeros(_ shape: Int...) -> Tensor { Tensor(shape: shape) }

  static let results: [(Engine.Operation, [[Int]], [Int])] = [
    (.dense(weight: zeros(3, 7), bias: zeros(7)), [[5, 3]], [5, 7]),
    (.dense(weight: zeros(3, 7), bias: nil), [[3]], [7]),
    (.conv1D(weight: zeros(3, 4, 6), bias: nil, stride: 2, padding: .valid), [[10, 4]], [4, 6]),
    (.conv1D(weight: zeros(3, 4, 6), bias: nil, stride: 2, padding: .same), [[11, 4]], [6, 6]),
    (
      .depthwiseConv2D(weight: zeros(3, 2, 4), bias: zeros(4), stride: 1, padding: .valid), [[8, 9, 4]],
      [6, 8, 4]
    ),
    (
      .convTranspose2D(weight: zeros(3, 2, 4, 5), bias: nil, stride: 2, padding: .valid), [[4, 3, 4]],
      [9, 6, 5]
    ),
    (
      .convTranspose2D(weight: zeros(3, 2, 4, 5), bias: nil, stride: 2, padding: .same), [[4, 3, 4]],
      [8, 6, 5]
    ),
    (
      .convTranspose2D(weight: zeros(1, 1, 4, 5), bias: nil, stride: 3, padding: .valid), [[4, 3, 4]],
      [12, 9, 5]
    ),
    (.layerNorm(gamma: zeros(4), beta: zeros(4), epsilon: 1e-3), [[5, 4]], [5, 4]),
    (.activation(.gelu), [[5, 4]], [5, 4]),
    (.softmax, [[5, 4]], [5, 4]),
    (.pool2D(.average, size: 3, stride: 2), [[7, 8, 2]], [3, 3, 2]),
    (.pool1D(.max, size: 2, stride: 2), [[7, 8]], [3, 8]),
    (.globalPool(.max), [[7, 8, 2]], [2]),
    (.globalPool(.average), [[7, 8], [7]], [8]),
    (.embedding(table: zeros(100, 8)), [[12]], [12, 8]),
    (.hashedEmbedding(table: zeros(50, 8), hashes: 2), [[12]], [12, 8]),
    (.projection(bits: 9), [[12]], [12, 9]),
    (.paddingMask, [[12]], [12]),
    (
      .gru(
        weight: zeros(4, 6), recurrent: zeros(2, 6), bias: zeros(6), recurrentBias: zeros(6), Recurrence()),
      [[7, 4], [7]], [2]
    ),
    (
      .lstm(weight: zeros(4, 8), recurrent: zeros(2, 8), bias: zeros(8), Recurrence(returnsSequence: true)),
      [[7, 4]], [7, 2]
    ),
    (.attention(heads: 2, scale: 1), [[5, 4], [7, 4], [7, 6], [7]], [5, 6]),
    (.add, [[3, 4], [3, 4], [3, 4]], [3, 4]),
    (.multiply, [[3, 4], [3, 4]], [3, 4]),
    (.concatenate, [[3, 4], [3, 1]], [3, 5]),
    (.reshape([2, 6]), [[3, 4]], [2, 6]),
    (.flatten, [[3, 4]], [12]),
  ]

  @Test(arguments: results.indices) func resultsHaveTheirShape(index: Int) throws {
    let (operation, inputs, shape) = Self.results[index]
    var graph = try Graph(inputs: inputs)
    try graph.append(operation, name: "node", inputs: inputs.indices.map(Graph.input))
    #expect(graph.nodes[0].shape == shape, "\(operation.kind)")
  }

  static let misfits: [(Engine.Operation, [[Int]])] = [
    (.dense(weight: zeros(3, 7), bias: zeros(6)), [[3]]),
    (.dense(weight: zeros(3, 7), bias: nil), [[3, 4]]),
    (.conv1D(weight: zeros(3, 4, 6), bias: nil, stride: 0, padding: .valid), [[10, 4]]),
    (.conv1D(weight: zeros(3, 4, 6), bias: nil, stride: 1, padding: .valid), [[2, 4]]),
    (.conv1D(weight: zeros(3, 4, 6), bias: nil, stride: 1, padding: .valid), [[9, 9, 4]]),
    (.conv2D(weight: zeros(3, 3, 4, 6), bias: nil, stride: .max, padding: .valid), [[9, 9, 4]]),
    (.depthwiseConv2D(weight: zeros(3, 2, 3), bias: nil, stride: 1, padding: .valid), [[8, 9, 4]]),
    (.convTranspose2D(weight: zeros(3, 2, 4, 5), bias: nil, stride: .max, padding: .valid), [[4, 3, 4]]),
    (.layerNorm(gamma: zeros(4), beta: zeros(4), epsilon: -1), [[5, 4]]),
    (.layerNorm(gamma: zeros(5), beta: zeros(5), epsilon: 1e-3), [[5, 4]]),
    (.pool2D(.average, size: 3, stride: 0), [[7, 8, 2]]),
    (.pool1D(.average, size: 8, stride: 1), [[7, 8]]),
    (.globalPool(.max), [[7]]),
    (.globalPool(.max), [[7, 8, 2], [7]]),
    (.globalPool(.average), [[7, 8], [8]]),
    (.embedding(table: zeros(100)), [[12]]),
    (.embedding(table: zeros(100, 8)), [[12, 1]]),
    (.hashedEmbedding(table: zeros(50, 8), hashes: 0), [[12]]),
    (.projection(bits: 0), [[12]]),
    (.paddingMask, [[12, 1]]),
    (
      .gru(
        weight: zeros(4, 6), recurrent: zeros(2, 6), bias: zeros(6), recurrentBias: zeros(5), Recurrence()),
      [[7, 4]]
    ),
    (.lstm(weight: zeros(4, 8), recurrent: zeros(2, 6), bias: zeros(8), Recurrence()), [[7, 4]]),
    (.lstm(weight: zeros(4, 8), recurrent: zeros(2, 8), bias: zeros(8), Recurrence()), [[7, 4], [6]]),
    (.attention(heads: 3, scale: 1), [[5, 4], [7, 4], [7, 6]]),
    (.attention(heads: 0, scale: 1), [[5, 4], [7, 4], [7, 6]]),
    (.attention(heads: 1, scale: .infinity), [[5, 4], [7, 4], [7, 6]]),
    (.attention(heads: 1, scale: 1), [[5, 4], [7, 4], [6, 6]]),
    (.attention(heads: 1, scale: 1), [[5, 4], [7, 4]]),
    (.add, [[3, 4], [3, 5]]),
    (.multiply, [[3, 4]]),
    (.concatenate, [[3, 4], [2, 4]]),
    (.reshape([2, 5]), [[3, 4]]),
    (.reshape([-3, -4]), [[3, 4]]),
  ]

  @Test(arguments: misfits.indices) func whatDoesNotFitIsAnError(index: Int) throws {
    let (operation, inputs) = Self.misfits[index]
    var graph = try Graph(inputs: inputs)
    let error = #expect(throws: GraphError.self) {
      try graph.append(operation, name: "the node", inputs: inputs.indices.map(Graph.input))
    }
    #expect(error.map { "\($0)".contains("the node") } == true)
    #expect(graph.nodes.isEmpty)
  }

  @Test func inputsAreChecked() throws {
    #expect(throws: GraphError.noInputs) { try Graph(inputs: []) }
    #expect(throws: GraphError.inputShape([])) { try Graph(inputs: [[3], []]) }
    var graph = try Graph(inputs: [[3], [3]])
    #expect(throws: GraphError.missingInput(node: "sum", index: -3)) {
      try graph.append(.add, name: "sum", inputs: [Graph.input(0), Graph.input(2)])
    }
    try graph.append(.add, name: "sum", inputs: [Graph.input(0), Graph.input(1)])
    #expect(graph.shape(of: Graph.input(1)) == [3])
  }
}
