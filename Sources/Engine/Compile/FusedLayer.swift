/// One kernel call of a program: a layer together with the ReLU and pooling that follow it.
package struct FusedLayer: Sendable {
  /// The name of the node that gave the layer its parameters.
  package let name: String

  /// The names of the other nodes computed in the same pass.
  package let absorbed: [String]

  /// What the layer computes before ReLU and pooling.
  package let kind: Kind

  /// The index of the layer it reads, or -1 for the program's input.
  package let input: Int

  /// Weights and biases.
  package let parameters: Parameters

  /// Whether negative results become zero.
  package let relu: Bool

  /// Side and stride of the max-pooling window; 1 pools nothing.
  package let pool: Int

  /// How the int8 results stand for real numbers; nil where results are floats.
  package let outputQuantization: AffineParameters?

  /// What a layer computes.
  package enum Kind: Sendable, Equatable {
    /// Convolution; weight `[kernelHeight, kernelWidth, inputs, outputs]`.
    case conv2D(stride: Int, padding: Padding)

    /// Product with a weight `[inputs, outputs]`.
    case dense

    /// One factor and offset per channel: a batch normalization that could not be folded.
    case scale

    /// ReLU or max pooling alone.
    case elementwise
  }

  /// The numbers of a layer, as they are stored.
  package enum Parameters: Sendable, Equatable {
    /// None.
    case none

    /// Floats, computed in float. In an int8 program: factor and offset of a `scale` layer.
    case float(weight: Tensor, bias: Tensor)

    /// Integers that become floats when the program is made, and are computed in float.
    case weightOnly(weight: QuantizedTensor, bias: Tensor)

    /// 8-bit integers, computed in integers. The scale of a bias is the input's scale times the weight's.
    case integer(weight: QuantizedTensor, bias: [Int32])
  }

  package init(
    name: String, absorbed: [String] = [], kind: Kind, input: Int, parameters: Parameters = .none,
    relu: Bool = false, pool: Int = 1, outputQuantization: AffineParameters? = nil
  ) {
    self.name = name
    self.absorbed = absorbed
    self.kind = kind
    self.input = input
    self.parameters = parameters
    self.relu = relu
    self.pool = pool
    self.outputQuantization = outputQuantization
  }
}

extension FusedLayer.Parameters {
  /// The shape of the weight; empty without one.
  package var weightShape: [Int] {
    switch self {
    case .none: []
    case .float(let weight, _): weight.shape
    case .weightOnly(let weight, _), .integer(let weight, _): weight.shape
    }
  }

  /// How many numbers are stored, scales not counted.
  package var count: Int {
    switch self {
    case .none: 0
    case .float(let weight, let bias): weight.count + bias.count
    case .weightOnly(let weight, let bias): weight.values.count + bias.count
    case .integer(let weight, let bias): weight.values.count + bias.count
    }
  }

  /// The bytes they take in a file, scales and zero points included.
  package var byteCount: Int {
    switch self {
    case .none: 0
    case .float(let weight, let bias): 4 * (weight.count + bias.count)
    case .weightOnly(let weight, let bias): weight.byteCount + 4 * bias.count
    case .integer(let weight, let bias): weight.byteCount + 4 * bias.count
    }
  }
}
