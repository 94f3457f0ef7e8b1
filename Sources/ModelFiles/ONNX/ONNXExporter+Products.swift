import Engine

extension ONNXExporter {
  /// A dense layer or a convolution of any kind, with its clamp and pooling.
  mutating func product(_ layer: FusedLayer, _ x: Value) -> Value {
    var result = layer.kind == .dense ? rows(of: x) : channelsFirst(x)
    result.name =
      if layer.isDynamic {
        dynamicProduct(layer, result)
      } else if !layer.isInteger {
        clampFloats(
          apply(
            layer, to: result, weight: weight(of: layer),
            bias: builder.constant(layer.parameters[1].floats.values)),
          layer)
      } else if case .convTranspose2D = layer.kind {
        stepwiseProduct(layer, result)
      } else {
        integerProduct(layer, result)
      }
    if layer.kind == .dense, x.shape.count > 1 {
      result.name = builder.reshape(result.name, to: x.shape.dropLast() + [layer.parameters[0].shape[1]])
    }
    if !layer.pool.isTrivial {
      let window =
        if case .conv1D = layer.kind { [layer.pool.width] } else { [layer.pool.height, layer.pool.width] }
      result.name = builder.node(
        "MaxPool", result.name, attributes: [("kernel_shape", .ints(window)), ("strides", .ints(window))])
    }
    return result
  }

  /// A value as a matrix: what a dense layer multiplies, all positions of all examples below each other.
  private mutating func rows(of x: Value) -> Value {
    let x = channelsLast(x)
    guard x.shape.count > 1 else { return x }
    return x.replacing { builder.node("Reshape", $0, builder.constant([-1, x.shape.last!])) }
  }

  /// In integers: between `DequantizeLinear` and `QuantizeLinear`, as tools for quantized graphs expect it.
  ///
  /// ONNX Runtime is exact with `session.qdqisint8allowed`. Without it, it makes activations unsigned on x86, and where the
  /// processor has no 8-bit dot products its kernels for these cut off sums of two products at 16 bits.
  private mutating func integerProduct(_ layer: FusedLayer, _ x: Value) -> String {
    let input = x.replacing { dequantize($0, x.quantization!) }
    guard case .int32(let integers) = layer.parameters[1] else {
      preconditionFailure("checked by the program")
    }
    // The scale of the sums, as the engine rounds it.
    let scales = layer.parameters[0].quantized!.scales.map { x.quantization!.scale * $0 }
    let bias = builder.node(
      "DequantizeLinear", builder.constant(integers),
      builder.constant(scales, shape: scales.count == 1 ? [] : nil),
      attributes: scales.count == 1 ? [] : [("axis", .int(0))])
    let (shape, axes) = arrangement(layer)
    let weight = dequantizedWeight(layer.parameters[0].quantized!, shape: shape, axes: axes)
    let result = apply(layer, to: input, weight: weight, bias: bias)
    return clampIntegers(quantize(result, layer.outputQuantization!), layer)
  }

  /// In integers where ONNX Runtime has no kernel for them: sums of whole numbers, then the bias, then the scale.
  private mutating func stepwiseProduct(_ layer: FusedLayer, _ x: Value) -> String {
    guard case .int32(let integers) = layer.parameters[1] else {
      preconditionFailure("checked by the program")
    }
    let sums = builder.cast(
      apply(layer, to: x.replacing { _ in steps(of: x) }, weight: steps(ofWeightOf: layer), bias: nil),
      to: .int32)
    let biased = builder.add(sums, builder.constant(integers, shape: x.channelAxes(integers.count)))
    let factors = scales(of: layer.parameters[0], times: x.quantization!.scale)
      .map { $0 / layer.outputQuantization!.scale }
    let real = builder.multiply(builder.cast(biased, to: .float), perChannel(factors, like: x))
    return quantizedResults(ofSteps: real, layer)
  }

  /// With inputs rounded at run time, at the scale `max|x| / 127` of each example.
  private mutating func dynamicProduct(_ layer: FusedLayer, _ x: Value) -> String {
    let isDense = layer.kind == .dense
    // Positions of a dense layer's examples are rows here; their examples are told apart by what they hold.
    let length = x.shape.dropLast().reduce(1, *)
    let example = isDense && x.shape.count > 1 ? builder.reshape(x.name, to: x.shape) : x.name
    let most = builder.reduce(
      "Max", builder.node("Abs", example), axes: Array(1...x.shape.count), keepsAxes: true)
    let isPositive = builder.node("Greater", most, builder.constant(0))
    let scale = builder.node(
      "Where", isPositive, builder.divide(most, builder.constant(127)), builder.constant(1))
    let rounded = builder.node(
      "Clip", builder.node("Round", builder.divide(example, scale)), builder.constant(-128),
      builder.constant(127))
    var (input, factor) = (rounded, scale)
    if isDense, x.shape.count > 1 {
      input = builder.node("Reshape", rounded, builder.constant([-1, x.shape.last!]))
      let spread = builder.node("Expand", builder.reshape(scale, to: [1]), builder.constant([1, length]))
      factor = builder.node("Reshape", spread, builder.constant([-1, 1]))
    }
    let sums = apply(layer, to: x.replacing { _ in input }, weight: steps(ofWeightOf: layer), bias: nil)
    let weightScales = scales(of: layer.parameters[0], times: 1)
    let layout = isDense ? Value(name: "", shape: [x.shape.last!]) : x
    let multiplier = builder.multiply(perChannel(weightScales, like: layout), factor)
    let bias = perChannel(layer.parameters[1].floats.values, like: layout)
    return clampFloats(builder.multiplyAdd(sums, multiplier, bias), layer)
  }

  // MARK: Parameters

  private mutating func weight(of layer: FusedLayer) -> String {
    let (shape, axes) = arrangement(layer)
    return weight(layer.parameters[0], shape: shape, axes: axes)
  }

  private mutating func steps(ofWeightOf layer: FusedLayer) -> String {
    let (shape, axes) = arrangement(layer)
    return steps(of: layer.parameters[0], shape: shape, axes: axes)
  }

  /// How ONNX orders the axes of a weight.
  private func arrangement(_ layer: FusedLayer) -> (shape: [Int], axes: [Int]) {
    let shape = layer.parameters[0].shape
    return switch layer.kind {
    case .conv2D: (shape, [3, 2, 0, 1])
    case .conv1D: (shape, [2, 1, 0])
    case .depthwiseConv2D: ([shape[0], shape[1], 1, shape[2]], [3, 2, 0, 1])
    case .convTranspose2D: (shape, [2, 3, 0, 1])
    default: (shape, [0, 1])
    }
  }

  // MARK: Operations

  /// The product itself, in floats.
  private mutating func apply(_ layer: FusedLayer, to x: Value, weight: String, bias: String?) -> String {
    let inputs = [x.name, weight] + (bias.map { [$0] } ?? [])
    let (operation, attributes) = operation(layer, input: x.shape)
    return builder.nodes(operation, inputs, results: 1, attributes: attributes)[0]
  }

  private func operation(
    _ layer: FusedLayer, input: [Int]
  ) -> (name: String, attributes: [(name: String, value: ONNXGraph.Attribute)]) {
    let shape = layer.parameters[0].shape
    switch layer.kind {
    case .dense: return ("Gemm", [])
    case .convTranspose2D(let stride, let padding):
      let crops = (0..<2).map { axis -> (before: Int, after: Int, added: Int) in
        let before = padding.transposedCrop(kernel: shape[axis], stride: stride)
        let all = padding == .same ? max(shape[axis] - stride, 0) : 0
        return (before, all - before, max(stride - shape[axis], 0))
      }
      return (
        "ConvTranspose",
        [
          ("strides", .ints([stride, stride])), ("pads", .ints(crops.map(\.before) + crops.map(\.after))),
          ("output_padding", .ints(crops.map(\.added))),
        ]
      )
    case .conv2D(let stride, let padding), .conv1D(let stride, let padding),
      .depthwiseConv2D(let stride, let padding):
      let kernel = Array(shape[..<(input.count - 1)])
      let zeros = kernel.indices.map {
        padding.zeros(input: input[$0], kernel: kernel[$0], stride: stride)
      }
      var attributes: [(name: String, value: ONNXGraph.Attribute)] = [
        ("kernel_shape", .ints(kernel)), ("strides", .ints(kernel.map { _ in stride })),
        ("pads", .ints(zeros.map(\.before) + zeros.map(\.after))),
      ]
      if case .depthwiseConv2D = layer.kind { attributes.append(("group", .int(shape[2]))) }
      return ("Conv", attributes)
    default: preconditionFailure("not a product")
    }
  }
}
