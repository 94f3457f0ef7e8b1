extension LayerPlan {
  func fail(_ reason: String) -> ProgramError { .layer(name: layer.name, reason: reason) }

  /// Checks that a clamp is one that the kernel computes.
  func checkFusion() throws(ProgramError) {
    let isFusible =
      switch layer.clamp {
      case nil: true
      case .relu: layer.kind.isProduct || [.scale, .add, .multiply].contains(layer.kind)
      case .relu6: layer.kind.isProduct
      default: false
      }
    guard isFusible else { throw fail("\(layer.kind.name) is not followed by \(layer.clamp!)") }
  }

  /// Checks which inputs and results are integers, and what they stand for.
  func checkFormats() throws(ProgramError) {
    let output = layer.outputQuantization
    let mask = layer.kind.maskInput
    let data = inputQuantizations.enumerated().filter { $0.offset != mask }.map(\.element)
    switch layer.kind {
    case .quantize:
      guard data == [nil], output != nil else { throw fail("it needs a float input and a scale") }
      return
    case .dequantize:
      guard data[0] != nil, output == nil else { throw fail("it needs an int8 input and gives floats") }
      return
    case let kind where kind.readsIDs:
      guard data == [nil] else { throw fail("token ids are floats") }
    default:
      guard data.allSatisfy({ ($0 != nil) == (output != nil) }) else {
        throw fail("its inputs and results must all be float or all int8")
      }
    }
    guard let output else { return }
    if let mask, inputQuantizations.count > mask {
      guard inputQuantizations[mask] == .exact else { throw fail("a mask of integers has scale 1") }
    }
    if layer.kind.keepsNumbers, data[0] != output {
      throw fail("it keeps the scale and zero point of its input")
    }
    switch layer.kind {
    case .projection, .paddingMask:
      guard output == .exact else { throw fail("its integers have scale 1") }
    case .embedding:
      guard output.zeroPoint == 0, output.scale == layer.parameters[0].quantized?.scales.first else {
        throw fail("its integers have the scale of its table")
      }
    default: break
    }
  }

  /// Checks the numbers that the layer stores.
  func checkParameters() throws(ProgramError) {
    guard !layer.isDynamic || (layer.canBeDynamic && layer.outputQuantization == nil) else {
      throw fail("\(layer.kind.name) does not round its inputs at run time")
    }
    let needsIntegers = layer.isInteger || layer.isDynamic
    for parameter in layer.parameters.prefix(layer.kind.weightCount) {
      switch parameter {
      case .float(let tensor):
        guard !needsIntegers else { throw fail("float weights in integer arithmetic") }
        guard tensor.isFinite else { throw notFinite }
      case .quantized(let tensor):
        guard !needsIntegers || tensor.isSymmetric else {
          throw fail("integer arithmetic wants symmetric weights and one scale a tensor or an output")
        }
      case .int32: throw fail("a weight of 32-bit integers")
      }
    }
    for parameter in layer.parameters.dropFirst(layer.kind.weightCount) {
      switch parameter {
      case .float(let tensor):
        guard !(layer.isInteger && layer.kind.isProduct) else { throw fail("a float bias of integer sums") }
        guard tensor.isFinite else { throw notFinite }
      case .int32:
        guard layer.isInteger, layer.kind.isProduct else { throw fail("an integer bias of float sums") }
      case .quantized: throw fail("a vector of 8-bit integers")
      }
    }
    if needsIntegers { try checkSums() }
    if layer.isInteger { try checkScales() }
  }

  private var notFinite: ProgramError {
    fail("a parameter is infinite or not a number; the model may have diverged in training")
  }

  /// Checks that no sum leaves 32 bits; a product is at most 255 * 127 in magnitude.
  private func checkSums() throws(ProgramError) {
    let limit = Int(Int32.max)
    switch layer.kind {
    case let kind where kind.isProduct:
      let shape = layer.parameters[0].shape
      let terms = shape.reduce(1, *) / shape[shape.count - 1]
      var largest = 0
      if case .int32(let bias) = layer.parameters[1] { largest = bias.reduce(0) { max($0, abs(Int($1))) } }
      guard terms * 255 * 127 + largest <= limit else {
        throw fail("its sums do not fit 32 bits: too many inputs, or too large a bias")
      }
    case .gru, .lstm:
      let longest = max(layer.parameters[0].shape[0], layer.parameters[1].shape[0])
      guard longest * 255 * 127 <= limit else { throw fail("its sums do not fit 32 bits: too many inputs") }
    case .attention(let heads, _):
      guard inputShapes[0][1] / heads <= 16_000, inputShapes[1][0] <= 33_000 else {
        throw fail("its sums do not fit 32 bits: too many features or keys")
      }
    case .layerNorm:
      guard inputShapes[0].last! <= 100_000 else { throw fail("its sums do not fit 64 bits") }
    case .pool2D, .pool1D, .globalPool:
      let window = inputShapes[0].dropLast().reduce(1, *)
      guard window * 255 <= limit else { throw fail("its sums do not fit 32 bits: too large a window") }
    case .hashedEmbedding(let hashes):
      guard hashes * 127 <= limit else { throw fail("its sums do not fit 32 bits") }
    default: break
    }
  }

  /// Checks that the factors from sums to results are numbers to compute with.
  private func checkScales() throws(ProgramError) {
    guard scaleFactors.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw fail("a scale is too far from the others to be computed with")
    }
  }

  /// The factors that the layer's kernel multiplies sums with; all must be positive and finite.
  var scaleFactors: [Float] {
    guard let output = layer.outputQuantization?.scale else { return [] }
    let inputs = inputQuantizations.map { $0?.scale ?? 1 }
    let weights = layer.parameters.prefix(layer.kind.weightCount).compactMap { $0.quantized?.scales }
    switch layer.kind {
    case let kind where kind.isProduct: return weights[0].map { inputs[0] * $0 / output }
    case .gru, .lstm: return weights[0].map { inputs[0] * $0 } + weights[1].map { output * $0 } + [1 / output]
    case .hashedEmbedding: return weights[0].map { $0 / output }
    case .add, .concatenate: return inputs.map { $0 / output }
    case .multiply: return [inputs.reduce(1, *) / output]
    case .attention(_, let scale): return [scale * inputs[0] * inputs[1], inputs[2] / output]
    case .pool2D, .pool1D, .globalPool, .scale: return [inputs[0] / output]
    case .layerNorm: return [1 / output, Float(1) / (inputs[0] * inputs[0])]
    case .softmax: return [1 / output]
    default: return [inputs[0], 1 / output]
    }
  }
}

extension AffineParameters {
  /// Whole numbers as they are.
  static let exact = AffineParameters(scale: 1, zeroPoint: 0)

  /// States of recurrent layers, which lie between -1 and 1.
  static let state = AffineParameters(scale: 1 / 128, zeroPoint: 0)

  /// Probabilities, which reach 1.
  static let probability = AffineParameters(scale: 1 / 256, zeroPoint: -128)
}

extension QuantizedTensor {
  /// Whether integer kernels can multiply with it: values in -127...127 that stand for multiples of one scale, or
  /// of one scale an output.
  var isSymmetric: Bool { zeroPoints.isEmpty && blockSize == nil && values.allSatisfy { $0 != -128 } }
}

extension FusedLayer {
  /// Whether there is a kernel that rounds the layer's inputs at run time.
  var canBeDynamic: Bool {
    switch kind {
    case .dense, .conv2D, .conv1D: true
    default: false
    }
  }
}
