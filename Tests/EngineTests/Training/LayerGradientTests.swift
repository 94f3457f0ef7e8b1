import Testing

@testable import Engine

/// Gradients of every layer by its inputs and parameters against central differences.
@Suite struct LayerGradientTests {
  /// A layer and the shapes of its batches; the second of two is a mask, unless values are joined.
  struct Case: Sendable, CustomTestStringConvertible {
    let layer: any Block
    let inputs: [[Int]]
    var kind = Kind.values

    enum Kind { case values, masked, ids }

    init(_ layer: any Block, _ inputs: [Int]..., kind: Kind = .values) {
      self.layer = layer
      self.inputs = inputs
      self.kind = kind
    }

    var testDescription: String { "\(layer) of \(inputs)" }

    /// Numbers apart enough for a step not to cross a kink; ids; a mask of ones with a 0 in each row.
    var batches: [Tensor] {
      inputs.enumerated().map { index, shape in
        switch kind {
        case .ids: Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0 * 5 % 7) })
        case .masked where index == 1:
          Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { $0 % shape[1] == 1 ? 0 : 1 })
        default: spacedTensor(shape, seed: UInt64(index + 1), distance: 2 / Float(shape.reduce(1, *)))
        }
      }
    }
  }

  static let images = [
    Case(Conv2D(3, kernel: 2, stride: 2, padding: .same), [2, 5, 3, 2]),
    Case(Conv2D(1, kernel: 1), [1, 1, 1, 1]),
    Case(Conv1D(5, kernel: 3), [2, 7, 3]), Case(Conv1D(2, kernel: 2, stride: 3, padding: .same), [1, 5, 1]),
    Case(DepthwiseConv2D(kernel: 3, padding: .same), [2, 3, 5, 3]),
    Case(DepthwiseConv2D(kernel: 2, stride: 2, useBias: false), [1, 5, 3, 7]),
    Case(SeparableConv2D(3, kernel: 3, stride: 2, padding: .same), [2, 5, 3, 2]),
    Case(ConvTranspose2D(3, kernel: 3, stride: 2, padding: .same), [2, 3, 2, 2]),
    Case(ConvTranspose2D(2, kernel: 2, stride: 3), [1, 1, 3, 5]),
    Case(MaxPool2D(2), [2, 5, 3, 3]), Case(MaxPool2D(3), [1, 6, 7, 3]),
    Case(MaxPool2D(3, stride: 2), [1, 7, 5, 1]),
    Case(AveragePool2D(2, stride: 1), [2, 3, 5, 1]), Case(MaxPool1D(3, stride: 2), [2, 7, 3]),
    Case(AveragePool1D(2), [2, 5, 1]), Case(GlobalMaxPool(), [2, 3, 5, 2]),
    Case(GlobalMaxPool(), [3, 5, 2], [3, 5], kind: .masked), Case(GlobalAveragePool(), [2, 3, 1, 7]),
    Case(GlobalAveragePool(), [2, 7, 3], [2, 7], kind: .masked), Case(BatchNorm(), [7, 3, 1, 5]),
  ]

  static let sequences = [
    Case(Embedding(7, width: 3), [3, 5], kind: .ids), Case(HashedEmbedding(5, width: 3), [2, 7], kind: .ids),
    Case(GRU(3), [2, 5, 1]), Case(GRU(2, returnsSequence: true, reversed: true), [1, 3, 7]),
    Case(GRU(3), [2, 5, 2], [2, 5], kind: .masked), Case(LSTM(3), [2, 5, 1]),
    Case(LSTM(1, returnsSequence: true), [3, 3, 2], [3, 3], kind: .masked),
    Case(Bidirectional(GRU(2)), [2, 3, 3]),
    Case(Bidirectional(LSTM(2, returnsSequence: true)), [1, 5, 2], [1, 5], kind: .masked),
    Case(SelfAttention(), [2, 5, 3]), Case(SelfAttention(scale: 0.5), [1, 7, 1], [1, 7], kind: .masked),
    Case(MultiHeadAttention(heads: 3), [2, 5, 3]),
    Case(MultiHeadAttention(heads: 2), [1, 3, 6], [1, 3], kind: .masked),
    Case(Attention(heads: 2), [2, 3, 4], [2, 5, 4], [2, 5, 6]),
    Case(LayerNorm(), [2, 3, 7]), Case(LayerNorm(), [5, 2]),
  ]

  static let others = [
    Case(Dense(3), [3, 5]), Case(Dense(2, useBias: false), [2, 3, 1, 7]), Case(ReLU(), [3, 5]),
    Case(ReLU6(), [3, 5]), Case(GELU(), [3, 7]), Case(SiLU(), [1, 17]), Case(Tanh(), [15, 1]),
    Case(Sigmoid(), [3, 1, 5]), Case(Softmax(), [2, 3, 5]), Case(Dropout(0.3), [3, 17]),
    Case(Flatten(), [2, 3, 5]), Case(Reshape([5, 3]), [2, 3, 5]), Case(Add(), [3, 5], [3, 5], [3, 5]),
    Case(Multiply(), [3, 5], [3, 5], [3, 5]), Case(Concatenate(), [2, 3, 1], [2, 3, 5], [2, 3, 2]),
  ]

  @Test(arguments: images + sequences + others)
  func gradients(_ test: Case) throws {
    let run = try LayerRun(test.layer, inputs: test.batches)
    let cotangent = randomTensor(run.result().shape, seed: 99)
    let gradients = run.gradients(cotangent: cotangent)
    let inputs =
      switch test.kind {
      case .values: run.inputs
      case .masked: [run.inputs[0]]
      case .ids: [Parameter]()
      }
    for parameter in inputs + run.parameters where parameter.isTrainable {
      guard let gradient = gradients[ObjectIdentifier(parameter)] else {
        Issue.record("no gradient by \(parameter.name)")
        continue
      }
      let expected = run.differences(by: parameter, cotangent: cotangent, step: 1e-2)
      if expected.allSatisfy({ abs($0) < 1e-3 }) {
        // 0 but for rounding: softmax ignores what it adds to all scores, such as the bias of a key.
        #expect(gradient.values.allSatisfy { abs($0) < 1e-3 }, "\(parameter.name)")
      } else {
        #expect(normalizedError(gradient.values, expected).squareRoot() < 3e-3, "\(parameter.name)")
      }
    }
  }
}
