import Testing

@testable import Engine

/// Layers of convolution and pooling compute what PyTorch computes; Golden/images.py made the runs.
@Suite struct ImageGoldenTests {
  static let layers: [String: any Layer] = [
    "conv1D": Conv1D(5, kernel: 4, stride: 2),
    "conv1DSame": Conv1D(5, kernel: 4, padding: .same),
    "conv2DSame": Conv2D(5, kernel: 3, stride: 2, padding: .same),
    "depthwise": DepthwiseConv2D(kernel: 3, stride: 2, padding: .same),
    "separable": SeparableConv2D(5, kernel: 3, stride: 2, padding: .same),
    "transposed": ConvTranspose2D(5, kernel: 3, stride: 2),
    "transposedSame": ConvTranspose2D(5, kernel: 4, stride: 2, padding: .same),
    "transposedGaps": ConvTranspose2D(5, kernel: 1, stride: 2),
    "maxPool2D": MaxPool2D(3, stride: 2),
    "averagePool2D": AveragePool2D(2, stride: 1),
    "maxPool1D": MaxPool1D(3),
    "averagePool1D": AveragePool1D(4, stride: 2),
    "globalMaxPool": GlobalMaxPool(),
    "globalAveragePool": GlobalAveragePool(),
  ]

  @Test func layersAreThoseOfPyTorch() throws {
    let runs = try storedRun([String: StoredRun].self, "images")
    #expect(runs.keys.sorted() == Self.layers.keys.sorted())
    for (name, stored) in runs {
      let run = LayerRun(try #require(Self.layers[name]), inputs: [stored.operands[0].tensor])
      let operands = run.inputs + run.parameters
      #expect(operands.map(\.value.shape) == stored.operands.map(\.shape), "\(name)")
      for (operand, value) in zip(operands, stored.operands) { operand.value = value.tensor }
      let result = run.result()
      #expect(result.shape == stored.result.shape, "\(name)")
      #expect(normalizedError(result.values, stored.result.values) < 1e-11, "\(name)")
      let gradients = run.gradients(cotangent: stored.cotangent.tensor)
      for (operand, expected) in zip(operands, stored.gradients) {
        let gradient = try #require(gradients[ObjectIdentifier(operand)])
        #expect(normalizedError(gradient.values, expected.values) < 1e-11, "\(name), \(operand.name)")
      }
    }
  }
}
