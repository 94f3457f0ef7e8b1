import Testing

@testable import Engine

/// Layers of convolution and pooling.
@Suite struct ImageLayerTests {
  /// The networks of the book's project, whose numbers of parameters it states.
  @Test(arguments: [(false, 25_117_196), (true, 8_444_236)])
  func petNetworksHaveTheParametersOfTheBook(separable: Bool, parameters: Int) throws {
    let model = try petNetwork(separable: separable)
    #expect(model.parameterCount == parameters)
    #expect(model.outputShape == [128, 128, 3])
  }

  private func petNetwork(separable: Bool) throws -> Model {
    let blocks =
      [(32, 2), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
      + [(Int, Int)](repeating: (512, 1), count: 5) + [(1_024, 2)]
    return try Model(input: [128, 128, 3], seed: 7) {
      for (index, (filters, stride)) in blocks.enumerated() {
        if separable && index > 0 {
          DepthwiseConv2D(kernel: 3, stride: stride, padding: .same)
          BatchNorm()
          ReLU()
          Conv2D(filters, kernel: 1)
        } else {
          Conv2D(filters, kernel: 3, stride: stride, padding: .same)
        }
        BatchNorm()
        ReLU()
      }
      for filters in [512, 256, 128, 64, 3] {
        ConvTranspose2D(filters, kernel: 3, stride: 2, padding: .same, useBias: false)
        BatchNorm()
        if filters != 3 { ReLU() }
      }
    }
  }

  @Test func shapesAndParameters() throws {
    func shape(_ input: [Int], _ layer: any Block) throws -> (output: [Int], parameters: [String: [Int]]) {
      let model = try Model(input: input) { layer }
      let parameters = model.parameters.map { ($0.name, $0.value.shape) }
      return (model.outputShape, Dictionary(uniqueKeysWithValues: parameters))
    }
    #expect(
      try shape([9, 3], Conv1D(5, kernel: 4, stride: 2))
        == ([3, 5], ["conv1d_1/weight": [4, 3, 5], "conv1d_1/bias": [5]]))
    #expect(
      try shape([7, 9, 3], DepthwiseConv2D(kernel: 3, stride: 2, padding: .same))
        == ([4, 5, 3], ["depthwiseConv2d_1/weight": [3, 3, 3], "depthwiseConv2d_1/bias": [3]]))
    #expect(
      try shape([7, 9, 3], SeparableConv2D(5, kernel: 3))
        == (
          [5, 7, 5],
          [
            "separableConv2d_1/depthwise/weight": [3, 3, 3],
            "separableConv2d_1/pointwise/weight": [1, 1, 3, 5], "separableConv2d_1/pointwise/bias": [5],
          ]
        ))
    #expect(
      try shape([7, 9, 3], ConvTranspose2D(5, kernel: 3, stride: 2, useBias: false))
        == ([15, 19, 5], ["convTranspose2d_1/weight": [3, 3, 3, 5]]))
    #expect(try shape([9, 3], MaxPool1D(4)).output == [2, 3])
    #expect(try shape([9, 3], AveragePool1D(4, stride: 1)).output == [6, 3])
    #expect(try shape([9, 8, 3], MaxPool2D(3, stride: 2)).output == [4, 3, 3])
    #expect(try shape([9, 8, 3], AveragePool2D(3)).output == [3, 2, 3])
    #expect(try shape([9, 8, 3], GlobalMaxPool()).output == [3])
    #expect(try shape([9, 3], GlobalAveragePool()).output == [3])
  }

  @Test func layersThatDoNotFitAreNamed() throws {
    for layer: any Block in [
      Conv1D(0, kernel: 3), Conv1D(1, kernel: 7), DepthwiseConv2D(kernel: 0), MaxPool1D(7),
      MaxPool1D(2, stride: 0),
      AveragePool1D(0), GlobalAveragePool(),
    ] {
      #expect(throws: ModelError.self, "\(layer)") { try Model(input: [6]) { layer } }
    }
    for layer: any Block in [
      DepthwiseConv2D(kernel: 7), DepthwiseConv2D(kernel: 1, stride: 0), SeparableConv2D(0, kernel: 1),
      SeparableConv2D(1, kernel: 7), ConvTranspose2D(0, kernel: 1),
      ConvTranspose2D(1, kernel: 1, stride: 4_096),
      MaxPool2D(7, stride: 1), AveragePool2D(7), MaxPool1D(2), Conv1D(1, kernel: 1),
    ] {
      #expect(throws: ModelError.self, "\(layer)") { try Model(input: [6, 6, 1]) { layer } }
    }
    let mask = try #require(throws: ModelError.self) {
      try Model(inputs: [[6, 2], [5]]) { GlobalMaxPool()($0[0], $0[1]) }
    }
    #expect(mask.description.contains("globalMaxPool_1: a mask must have the shape [6]"))
  }

  /// A graph holds what the layers hold, in the order in which they compute.
  @Test func graphsOfLayers() throws {
    let model = try Model(input: [8, 8, 3], seed: 1) {
      SeparableConv2D(4, kernel: 3, stride: 2)
      ConvTranspose2D(2, kernel: 3, stride: 2, padding: .same)
      DepthwiseConv2D(kernel: 3)
      MaxPool2D(2, stride: 1)
      AveragePool2D(2)
      GlobalMaxPool()
    }
    let graph = try model.graph()
    #expect(
      graph.nodes.map(\.operation.kind) == [
        "depthwiseConv2D", "conv2D", "convTranspose2D", "depthwiseConv2D", "maxPool2D", "averagePool2D",
        "globalMaxPool",
      ])
    #expect(
      graph.nodes.prefix(2).map(\.name) == ["separableConv2d_1/depthwise", "separableConv2d_1/pointwise"])
    #expect(graph.nodes.map(\.name) == model.layers.map(\.name))
    #expect(graph.nodes.map(\.shape) == model.layers.map(\.outputShape))
    #expect(graph.parameterCount == model.parameterCount)
    let sequences = try Model(inputs: [[9, 3]]) { inputs in
      inputs[0].then {
        Conv1D(4, kernel: 3); MaxPool1D(2); AveragePool1D(2, stride: 1); GlobalAveragePool()
      }
    }
    #expect(
      try sequences.graph().nodes.map(\.operation.kind) == [
        "conv1D", "maxPool1D", "averagePool1D", "globalAveragePool",
      ])
  }

  /// The layers with parameters learn: a few steps make the loss small.
  @Test func layersLearn() throws {
    let model = try Model(input: [12, 12, 1], seed: 3) {
      SeparableConv2D(6, kernel: 3, stride: 2)
      BatchNorm(momentum: 0.9)
      ReLU()
      ConvTranspose2D(4, kernel: 3, stride: 2, padding: .same)
      DepthwiseConv2D(kernel: 3)
      MaxPool2D(3, stride: 2)
      GlobalAveragePool()
      Dense(4)
    }
    let history = try model.fit(squares(count: 96, seed: 1), epochs: 25, optimizer: Adam(learningRate: 0.02))
    #expect(history.loss.last! < 0.5 * history.loss[0], "\(history.loss)")
  }
}
