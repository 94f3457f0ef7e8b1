/// A layer with everything that follows from it and its input: extents, checked.
struct LayerPlan: Sendable {
  let layer: FusedLayer

  /// What the layer reads, as its kernel sees it: `[height, width, channels]`, or `[elements]`.
  let inputShape: [Int]

  /// What it gives.
  let shape: [Int]

  /// The extents for the convolution kernels, which dense layers use too.
  let conv: ConvExtents?

  /// How the integers of its input stand for real numbers; nil in float.
  let inputQuantization: AffineParameters?

  var inputCount: Int { inputShape.reduce(1, *) }
  var count: Int { shape.reduce(1, *) }

  /// Multiplications that the layer's definition asks for.
  ///
  /// Convolution: `height * width * outputs * kernel * kernel * inputs`, before pooling; dense:
  /// `inputs * outputs`. Nothing else counts.
  var multiplyAccumulates: Int {
    let weights = layer.parameters.weightShape.reduce(1, *)
    switch layer.kind {
    case .conv2D: return conv!.height * conv!.width * weights
    case .dense: return weights
    case .scale, .elementwise: return 0
    }
  }
}

/// The extents of a convolution; those of its result are before pooling.
struct ConvExtents: Sendable {
  var input: (height: Int, width: Int, channels: Int)
  var kernel: (height: Int, width: Int)
  var stride = 1
  var rowPadding = (before: 0, after: 0)
  var columnPadding = (before: 0, after: 0)
  var height: Int
  var width: Int
  var outputs: Int
}

extension LayerPlan {
  /// Infers and checks the extents of a layer.
  ///
  /// Every number is bounded: layers may come from hostile files.
  init(
    _ layer: FusedLayer, inputShape: [Int], inputQuantization: AffineParameters?
  ) throws(ProgramError) {
    func fail(_ reason: String) -> ProgramError { .layer(name: layer.name, reason: reason) }
    let weight = layer.parameters.weightShape
    guard let elements = elementCount(inputShape), elementCount(weight) != nil, weight.allSatisfy({ $0 > 0 })
    else { throw fail("a weight of shape \(weight) is empty or too large") }

    var result = inputShape
    var extents: ConvExtents?
    switch layer.kind {
    case .conv2D(let stride, let padding):
      guard inputShape.count == 3, weight.count == 4, weight[2] == inputShape[2] else {
        throw fail("a weight of shape \(weight) does not fit an input of shape \(inputShape)")
      }
      guard (1...4096).contains(stride), weight[0] <= 4096, weight[1] <= 4096 else {
        throw fail("stride \(stride) or kernel \(weight[0])x\(weight[1]) is not in 1...4096")
      }
      let height = padding.outputExtent(input: inputShape[0], kernel: weight[0], stride: stride)
      let width = padding.outputExtent(input: inputShape[1], kernel: weight[1], stride: stride)
      guard height > 0, width > 0 else {
        throw fail("a kernel of \(weight[0])x\(weight[1]) does not fit an input of shape \(inputShape)")
      }
      let rows = padding.zeros(input: inputShape[0], kernel: weight[0], stride: stride)
      let columns = padding.zeros(input: inputShape[1], kernel: weight[1], stride: stride)
      let padded = [inputShape[0] + rows.before + rows.after, inputShape[1] + columns.before + columns.after]
      guard elementCount(padded + [inputShape[2]]) != nil else {
        throw fail("padding makes the input too large")
      }
      extents = ConvExtents(
        input: (inputShape[0], inputShape[1], inputShape[2]), kernel: (weight[0], weight[1]), stride: stride,
        rowPadding: rows, columnPadding: columns, height: height, width: width, outputs: weight[3])
      result = [height, width, weight[3]]

    case .dense:
      guard weight.count == 2, weight[0] == elements else {
        throw fail("a weight of shape \(weight) does not fit \(elements) inputs")
      }
      extents = ConvExtents(
        input: (1, 1, elements), kernel: (1, 1), height: 1, width: 1, outputs: weight[1])
      result = [weight[1]]

    case .scale:
      guard weight == [inputShape[inputShape.count - 1]] else {
        throw fail("a factor of shape \(weight) does not fit an input of shape \(inputShape)")
      }

    case .elementwise: break
    }

    if layer.pool != 1 {
      guard layer.kind != .scale, result.count == 3, (1...4096).contains(layer.pool),
        result[0] >= layer.pool, result[1] >= layer.pool
      else { throw fail("pooling by \(layer.pool) does not fit a result of shape \(result)") }
      result = [result[0] / layer.pool, result[1] / layer.pool, result[2]]
    }
    guard elementCount(result) != nil else { throw fail("a result of shape \(result) is too large") }

    self.layer = layer
    self.inputShape = inputShape
    shape = result
    conv = extents
    self.inputQuantization = inputQuantization
    try checkParameters()
  }

  private func checkParameters() throws(ProgramError) {
    func fail(_ reason: String) -> ProgramError { .layer(name: layer.name, reason: reason) }
    let isInteger = inputQuantization != nil
    guard isInteger == (layer.outputQuantization != nil), layer.outputQuantization?.isValid ?? true else {
      throw fail("its results lack a positive scale and an 8-bit zero point, or have one in a float program")
    }
    guard (layer.kind == .elementwise) == (layer.parameters == .none) else {
      throw fail("its parameters are missing, or it should have none")
    }
    let outputs = layer.parameters.weightShape.last ?? 0

    switch layer.parameters {
    case .none:
      guard inputQuantization == layer.outputQuantization else {
        throw fail("pooling and ReLU alone keep the scale and zero point of their input")
      }
    case .float(let weight, let bias):
      guard !isInteger || layer.kind == .scale else { throw fail("float weights in an int8 program") }
      guard bias.shape == [outputs] else { throw fail("a bias of shape \(bias.shape), not [\(outputs)]") }
      guard weight.isFinite, bias.isFinite else {
        throw fail("a parameter is infinite or not a number; the model may have diverged in training")
      }
    case .weightOnly(_, let bias):
      guard !isInteger, layer.kind != .scale else { throw fail("weight-only integers need float inputs") }
      guard bias.shape == [outputs] else { throw fail("a bias of shape \(bias.shape), not [\(outputs)]") }
      guard bias.isFinite else { throw fail("a bias is infinite or not a number") }
    case .integer(let weight, let bias):
      guard let input = inputQuantization, let output = layer.outputQuantization, layer.kind != .scale else {
        throw fail("integer parameters need integer inputs")
      }
      guard bias.count == outputs else { throw fail("\(bias.count) biases for \(outputs) outputs") }
      guard weight.zeroPoints.isEmpty, weight.blockSize == nil else {
        throw fail("integer arithmetic wants symmetric weights and one scale a tensor or an output")
      }
      guard weight.values.allSatisfy({ $0 != -128 }) else {
        throw fail("a weight is -128, not in -127...127")
      }
      // A product is at most 255 * 127 in magnitude, and all sums must fit 32 bits.
      let largestSum = weight.values.count / outputs * 255 * 127
      guard bias.allSatisfy({ largestSum + abs(Int($0)) <= Int(Int32.max) }) else {
        throw fail("its sums do not fit 32 bits: too many inputs, or too large a bias")
      }
      guard requantization(weight.scales, from: input, to: output).allSatisfy({ $0 > 0 && $0.isFinite })
      else { throw fail("a scale is too far from the others to be computed with") }
    }
  }
}

/// The factors from sums to results: `inputScale * weightScale / outputScale`.
func requantization(
  _ weightScales: [Float], from input: AffineParameters, to output: AffineParameters
) -> [Float] {
  weightScales.map { input.scale * $0 / output.scale }
}

extension Tensor {
  /// Whether no element is infinite or not a number.
  var isFinite: Bool { withUnsafeBuffer { $0.allSatisfy(\.isFinite) } }
}
