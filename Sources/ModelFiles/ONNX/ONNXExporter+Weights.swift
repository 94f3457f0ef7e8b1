import Engine

extension ONNXExporter {
  /// A weight of a product in integers, behind a `DequantizeLinear`, with its axes in another order.
  ///
  /// - Parameters:
  ///   - shape: the engine's shape, perhaps with axes of extent 1 more; the last axis stays that of the outputs.
  ///   - axes: for each axis in the graph, one of `shape`.
  mutating func dequantizedWeight(_ integers: QuantizedTensor, shape: [Int], axes: [Int]) -> String {
    let values = builder.constant(permuted(integers.values, shape, axes), shape: axes.map { shape[$0] })
    let isShared = integers.scales.count == 1
    return builder.node(
      "DequantizeLinear", values, builder.constant(integers.scales, shape: isShared ? [] : nil),
      builder.constant(integers.scales.map { _ in 0 as Int8 }, shape: isShared ? [] : nil),
      attributes: isShared ? [] : [("axis", .int(axes.firstIndex(of: axes.count - 1)!))])
  }

  /// A weight of a layer in floats: stored as it is, integers with the arithmetic that makes reals of them.
  ///
  /// ONNX Runtime does that arithmetic once. Behind a `DequantizeLinear` it would keep the integers, round what they
  /// are multiplied with to 8 bits, and give other results than the program.
  mutating func weight(
    _ parameter: FusedLayer.Parameter, shape: [Int]? = nil, axes: [Int]? = nil
  ) -> String {
    let shape = shape ?? parameter.shape
    let axes = axes ?? Array(shape.indices)
    guard let integers = parameter.quantized else {
      return builder.constant(permuted(parameter.floats.values, shape, axes), shape: axes.map { shape[$0] })
    }
    if integers.blockSize != nil {
      let reals = builder.node("Reshape", blockwise(integers), builder.constant(shape))
      return builder.transpose(reals, axes)
    }
    let count = integers.scales.count
    let spread = count == 1 ? [] : axes.map { $0 == axes.count - 1 ? count : 1 }
    var values = steps(of: parameter, shape: shape, axes: axes)
    if !integers.zeroPoints.isEmpty {
      let zeros = builder.cast(builder.constant(integers.zeroPoints, shape: spread), to: .float)
      values = builder.subtract(values, zeros)
    }
    return builder.multiply(values, builder.constant(integers.scales, shape: spread))
  }

  /// The integers of a weight as floats, with its axes in another order.
  mutating func steps(
    of parameter: FusedLayer.Parameter, shape: [Int]? = nil, axes: [Int]? = nil
  ) -> String {
    let shape = shape ?? parameter.shape
    let axes = axes ?? Array(shape.indices)
    let values = permuted(parameter.quantized!.values, shape, axes)
    return builder.cast(builder.constant(values, shape: axes.map { shape[$0] }), to: .float)
  }

  /// The scale of each output of a quantized weight, times a factor.
  func scales(of parameter: FusedLayer.Parameter, times factor: Float) -> [Float] {
    let scales = parameter.quantized!.scales.map { factor * $0 }
    return scales.count == 1 ? Array(repeating: scales[0], count: parameter.shape.last!) : scales
  }

  /// A weight of which blocks of neighbors have scales, as reals `[inputs, outputs]`: scales are spread over the rows
  /// they belong to.
  private mutating func blockwise(_ integers: QuantizedTensor) -> String {
    let outputs = integers.shape.last!
    let rows = integers.values.count / outputs
    let blocks = builder.constant((0..<rows).map { $0 / integers.blockSize! })
    let shape = [integers.scales.count / outputs, outputs]
    var values = builder.cast(builder.constant(integers.values, shape: [rows, outputs]), to: .float)
    if !integers.zeroPoints.isEmpty {
      let zeros = builder.cast(builder.constant(integers.zeroPoints, shape: shape), to: .float)
      values = builder.subtract(values, builder.gather(zeros, blocks))
    }
    return builder.multiply(values, builder.gather(builder.constant(integers.scales, shape: shape), blocks))
  }
}

/// Elements in row-major order after their axes were put in another order.
///
/// - Parameter axes: for each axis of the result, one of `shape`.
func permuted<Element>(_ elements: [Element], _ shape: [Int], _ axes: [Int]) -> [Element] {
  guard axes != Array(shape.indices), !elements.isEmpty else { return elements }
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
  var index = [Int](repeating: 0, count: shape.count)
  var position = 0
  return elements.indices.map { _ in
    defer {
      for axis in axes.reversed() {
        index[axis] += 1
        position += strides[axis]
        if index[axis] < shape[axis] { break }
        position -= strides[axis] * shape[axis]
        index[axis] = 0
      }
    }
    return elements[position]
  }
}
