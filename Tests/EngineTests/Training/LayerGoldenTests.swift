import Testing

@testable import Engine

/// Layers compute what PyTorch computes; Golden/images.py and Golden/sequences.py made the runs.
@Suite struct LayerGoldenTests {
  static let layers: [String: [String: any Block]] = [
    "images": [
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
    ],
    "sequences": [
      "gru": GRU(4, returnsSequence: true),
      "gruReversed": GRU(4, returnsSequence: true, reversed: true),
      "lstm": LSTM(4, returnsSequence: true),
      "lstmReversed": LSTM(4, returnsSequence: true, reversed: true),
      "attention": MultiHeadAttention(heads: 2),
      "layerNorm": LayerNorm(),
      "softmax": Softmax(),
      "gelu": GELU(),
      "silu": SiLU(),
      "relu6": ReLU6(),
      "tanh": Tanh(),
      "sigmoid": Sigmoid(),
    ],
  ]

  /// What layers read besides their first input.
  static let masks = ["attention": Tensor(shape: [2, 5], values: [1, 1, 1, 1, 0, 1, 1, 0, 0, 0])]

  @Test(arguments: ["images", "sequences"])
  func layersAreThoseOfPyTorch(file: String) throws {
    let runs = try storedRun([String: StoredRun].self, file)
    let layers = try #require(Self.layers[file])
    #expect(runs.keys.sorted() == layers.keys.sorted())
    for (name, stored) in runs {
      let inputs = [stored.operands[0].tensor] + [Self.masks[name]].compactMap { $0 }
      let run = try LayerRun(try #require(layers[name]), inputs: inputs)
      let operands = [run.inputs[0]] + run.parameters
      #expect(operands.map(\.value.shape) == stored.operands.map(\.shape), "\(name)")
      for (operand, value) in zip(operands, stored.operands) { operand.value = value.tensor }
      let result = run.result()
      #expect(result.shape == stored.result.shape, "\(name)")
      #expect(normalizedError(result.values, stored.result.values) < 1e-11, "\(name)")
      let gradients = run.gradients(cotangent: stored.cotangent.tensor)
      for (operand, expected) in zip(operands, stored.gradients) {
        let gradient = try #require(gradients[ObjectIdentifier(operand)]).values
        if expected.values.allSatisfy({ abs($0) < 1e-4 }) {
          // 0 but for rounding: softmax ignores what the bias of a key adds to all scores.
          #expect(gradient.allSatisfy { abs($0) < 1e-4 }, "\(name), \(operand.name)")
        } else {
          #expect(normalizedError(gradient, expected.values) < 1e-10, "\(name), \(operand.name)")
        }
      }
    }
  }
}
