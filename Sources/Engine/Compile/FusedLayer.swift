/// One kernel call of a program: a layer together with the clamp and pooling that follow it.
///
/// The same description serves every kind of layer, in float and in integers, in memory and in a file.
package struct FusedLayer: Sendable, Equatable {
  /// The name of the node that gave the layer its parameters.
  package var name: String

  /// The names of the other nodes computed in the same pass.
  package var absorbed: [String] = []

  /// What the layer computes before clamp and pooling.
  package var kind: LayerKind

  /// What it reads: layers by index, inputs of the program as `Graph.input(_:)`.
  package var inputs: [Int]

  /// Weights, then vectors, in the order that `LayerKind` gives.
  package var parameters: [Parameter] = []

  /// ReLU or ReLU6 of the results.
  package var clamp: Activation?

  /// The max-pooling window, which is its stride too; it never overlaps.
  package var pool = PoolWindow()

  /// How the int8 results stand for real numbers; nil where results are floats.
  package var outputQuantization: AffineParameters?

  /// Whether a layer with float inputs rounds them to 8 bits, at a scale found at run time, and multiplies integers.
  package var isDynamic = false

  /// Why the layer computes in float although integers were asked for; nil where it does what was asked.
  package var fallback: String?

  package init(
    name: String, absorbed: [String] = [], kind: LayerKind, inputs: [Int], parameters: [Parameter] = [],
    clamp: Activation? = nil, pool: PoolWindow = PoolWindow(), outputQuantization: AffineParameters? = nil,
    isDynamic: Bool = false, fallback: String? = nil
  ) {
    self.name = name
    self.absorbed = absorbed
    self.kind = kind
    self.inputs = inputs
    self.parameters = parameters
    self.clamp = clamp
    self.pool = pool
    self.outputQuantization = outputQuantization
    self.isDynamic = isDynamic
    self.fallback = fallback
  }

  /// Numbers of a layer, as they are stored.
  package enum Parameter: Sendable, Equatable {
    /// Floats.
    case float(Tensor)

    /// Integers with scales. A layer that computes in float makes floats of them when the program is made.
    case quantized(QuantizedTensor)

    /// 32-bit integers: a bias, with the scale of the input times that of the weight.
    case int32([Int32])
  }
}

/// The height and width of a pooling window; 1 by 1 pools nothing.
package struct PoolWindow: Sendable, Equatable, Codable {
  /// Rows.
  package var height = 1
  /// Columns.
  package var width = 1

  package init(height: Int = 1, width: Int = 1) {
    self.height = height
    self.width = width
  }

  /// Whether it leaves everything as it is.
  package var isTrivial: Bool { height == 1 && width == 1 }
}

extension FusedLayer.Parameter {
  /// The extent of each axis.
  package var shape: [Int] {
    switch self {
    case .float(let tensor): tensor.shape
    case .quantized(let tensor): tensor.shape
    case .int32(let integers): [integers.count]
    }
  }

  /// How many numbers are stored, scales not counted.
  var count: Int { shape.reduce(1, *) }

  /// The bytes they take in a file, scales and zero points included.
  var byteCount: Int {
    switch self {
    case .float(let tensor): 4 * tensor.count
    case .quantized(let tensor): tensor.byteCount
    case .int32(let integers): 4 * integers.count
    }
  }

  /// The integers with their scales; nil for other numbers.
  package var quantized: QuantizedTensor? {
    if case .quantized(let tensor) = self { tensor } else { nil }
  }

  /// The real numbers; a 32-bit integer is one of them as it is.
  package var floats: Tensor {
    switch self {
    case .float(let tensor): tensor
    case .quantized(let tensor): tensor.dequantized()
    case .int32(let integers): Tensor(shape: [integers.count], values: integers.map(Float.init))
    }
  }
}

extension FusedLayer {
  /// Whether the layer computes with integers from its inputs to its results.
  package var isInteger: Bool { outputQuantization != nil && kind != .quantize }

  /// Whether the layer only changes how numbers are stored.
  var isConversion: Bool { kind == .quantize || kind == .dequantize }

  /// The node whose result the layer gives.
  var lastName: String { absorbed.last ?? name }
}
