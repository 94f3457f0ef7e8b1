import CKernels

/// A layer with everything that follows from it and its inputs: shapes and extents, checked.
struct LayerPlan: Sendable {
  let layer: FusedLayer

  /// The shapes of what the layer reads.
  let inputShapes: [[Int]]

  /// How the integers of each input stand for real numbers; nil where it is float.
  let inputQuantizations: [AffineParameters?]

  /// The shape of what it gives.
  let shape: [Int]

  /// The shape of its results before pooling.
  private let unpooledShape: [Int]

  /// The extents for the product kernels.
  let conv: ck_conv?

  /// The elements of the result.
  var count: Int { shape.reduce(1, *) }

  /// The bytes of the result.
  var byteCount: Int { count * (layer.outputQuantization == nil ? 4 : 1) }

  /// Whether it only converts an input of the program to integers, or integers to its result.
  var isBorder: Bool { layer.kind == .dequantize || (layer.kind == .quantize && layer.inputs[0] < 0) }

  /// Infers and checks a layer.
  ///
  /// Every number is bounded: layers may come from hostile files.
  init(
    _ layer: FusedLayer, inputShapes: [[Int]], inputQuantizations: [AffineParameters?]
  ) throws(ProgramError) {
    guard layer.parameters.count == layer.kind.weightCount + layer.kind.vectorCount else {
      throw .layer(name: layer.name, reason: "its parameters are missing, or it should have none")
    }
    guard layer.outputQuantization?.isValid ?? true else {
      throw .layer(name: layer.name, reason: "its results lack a positive scale and an 8-bit zero point")
    }
    let full: [Int]
    do {
      full = try ShapeRule(
        node: layer.name, kind: layer.kind.name, inputs: inputShapes,
        parameters: layer.parameters.map(\.shape)
      ).result(of: layer.kind)
    } catch {
      throw .graph(error)
    }
    self.layer = layer
    self.inputShapes = inputShapes
    self.inputQuantizations = inputQuantizations
    unpooledShape = full
    shape = try layer.pooled(full)
    conv = try layer.productExtents(input: inputShapes[0], full: full)
    try checkFusion()
    try checkFormats()
    try checkParameters()
  }

  /// Multiplications that the layer's definition asks for.
  ///
  /// Convolutions: pixels of the result (before pooling; of a transposed convolution, of the input) times the
  /// numbers of the weight; dense: rows times weights; recurrent: steps times both weights; attention:
  /// `queries * keys * (features + valueFeatures)`. Nothing else counts.
  var multiplyAccumulates: Int {
    let weights = layer.parameters.prefix(layer.kind.weightCount).reduce(0) { $0 + $1.count }
    let input = inputShapes[0]
    switch layer.kind {
    case .dense: return input.dropLast().reduce(weights, *)
    case .conv2D, .conv1D, .depthwiseConv2D:
      return unpooledShape.dropLast().reduce(weights, *)
    case .convTranspose2D: return input[0] * input[1] * weights
    case .gru, .lstm: return input[0] * weights
    case .attention: return input[0] * inputShapes[1][0] * (input[1] + inputShapes[2][1])
    default: return 0
    }
  }
}

extension FusedLayer {
  /// The shape after pooling.
  fileprivate func pooled(_ full: [Int]) throws(ProgramError) -> [Int] {
    guard !pool.isTrivial else { return full }
    let window: [Int]
    switch kind {
    case .conv2D: window = [pool.height, pool.width]
    case .conv1D where pool.height == 1: window = [pool.width]
    default: throw .layer(name: name, reason: "\(kind.name) does not pool")
    }
    guard zip(window, full).allSatisfy({ (1...settingLimit).contains($0) && $0 <= $1 }) else {
      throw .layer(name: name, reason: "pooling by \(window) does not fit a result of shape \(full)")
    }
    return zip(window, full).map { $1 / $0 } + [full[full.count - 1]]
  }

  /// The extents of a product as its kernel takes them; nil for other layers.
  ///
  /// A sequence is an image of one row, and a dense layer a convolution of one pixel.
  fileprivate func productExtents(input: [Int], full: [Int]) throws(ProgramError) -> ck_conv? {
    guard kind.isProduct else { return nil }
    let weight = parameters[0].shape
    var conv = ck_conv()
    conv.in_h = input.count == 3 ? Int32(input[0]) : 1
    conv.in_w = Int32(input.count == 3 ? input[1] : input.dropLast().reduce(1, *))
    conv.in_c = Int32(input[input.count - 1])
    conv.out_c = Int32(full[full.count - 1])
    (conv.kernel_h, conv.kernel_w, conv.stride) = (1, 1, 1)
    (conv.pool_h, conv.pool_w) = (Int32(pool.height), Int32(pool.width))
    var rows = (before: 0, after: 0)
    var columns = (before: 0, after: 0)
    switch kind {
    case .conv2D(let stride, let padding), .depthwiseConv2D(let stride, let padding):
      (conv.kernel_h, conv.kernel_w, conv.stride) = (Int32(weight[0]), Int32(weight[1]), Int32(stride))
      rows = padding.zeros(input: input[0], kernel: weight[0], stride: stride)
      columns = padding.zeros(input: input[1], kernel: weight[1], stride: stride)
    case .conv1D(let stride, let padding):
      (conv.kernel_w, conv.stride) = (Int32(weight[0]), Int32(stride))
      columns = padding.zeros(input: input[0], kernel: weight[0], stride: stride)
    case .convTranspose2D(let stride, let padding):
      (conv.kernel_h, conv.kernel_w, conv.stride) = (Int32(weight[0]), Int32(weight[1]), Int32(stride))
      rows.before = padding.transposedCrop(kernel: weight[0], stride: stride)
      columns.before = padding.transposedCrop(kernel: weight[1], stride: stride)
    default: break
    }
    (conv.pad_top, conv.pad_bottom) = (Int32(rows.before), Int32(rows.after))
    (conv.pad_left, conv.pad_right) = (Int32(columns.before), Int32(columns.after))
    let padded = [
      Int(conv.in_h) + rows.before + rows.after, Int(conv.in_w) + columns.before + columns.after,
    ]
    guard elementCount(padded + [Int(conv.in_c)]) != nil else {
      throw .layer(name: name, reason: "padding makes the input too large")
    }
    conv.out_h = Int32((full.count == 3 ? full[0] : 1) / pool.height)
    conv.out_w = Int32((full.count == 3 ? full[1] : full.dropLast().reduce(1, *)) / pool.width)
    (conv.low, conv.high) = resultRange
    return conv
  }

  /// What results are clamped to: reals in float, integers `q` in int8.
  var resultRange: (low: Float, high: Float) {
    guard let quantization = outputQuantization else {
      return (clamp == nil ? -.infinity : 0, clamp == .relu6 ? 6 : .infinity)
    }
    return (
      clamp == nil ? -128 : Float(quantization.zeroPoint),
      clamp == .relu6 ? Float(quantization.quantize(6)) : 127
    )
  }
}
