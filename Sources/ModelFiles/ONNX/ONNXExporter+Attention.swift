import Engine

extension ONNXExporter {
  /// Scaled dot-product attention of several heads; positions that a mask leaves out have no weight.
  mutating func attention(_ layer: FusedLayer, _ inputs: [Value], heads: Int, scale: Float) -> Value {
    let inputs = inputs.map { channelsLast($0) }
    let numbers = inputs[..<3].map { $0.quantization == nil ? $0.name : steps(of: $0) }
    let (queries, keys) = (inputs[0].shape[0], inputs[1].shape[0])
    let (depth, width) = (inputs[0].shape[1] / heads, inputs[2].shape[1] / heads)
    /// `[batch, positions, features]` as `[batch, heads, ...]`.
    func parts(_ index: Int, _ positions: Int, _ features: Int, _ axes: [Int]) -> String {
      builder.transpose(builder.reshape(numbers[index], to: [positions, heads, features]), axes)
    }
    let scores = builder.node(
      "MatMul", parts(0, queries, depth, [0, 2, 1, 3]), parts(1, keys, depth, [0, 2, 3, 1]))
    let mask =
      inputs.count > 3 ? builder.reshape(truth(of: inputs[3]), to: [1, 1, keys]) : nil
    let values = parts(2, keys, width, [0, 2, 1, 3])
    let averages =
      layer.isInteger
      ? integerAverages(layer, inputs, scores, mask, values, scale: scale)
      : averages(builder.multiply(scores, builder.constant(scale)), mask, values)
    return inputs[0].replacing { _ in
      builder.reshape(builder.transpose(averages, [0, 2, 1, 3]), to: [queries, heads * width])
    }
  }

  private mutating func averages(_ scores: String, _ mask: String?, _ values: String) -> String {
    let least = builder.constant(-Float.greatestFiniteMagnitude)
    let kept = mask.map { builder.node("Where", $0, scores, least) } ?? scores
    var weights = builder.node("Softmax", kept, attributes: [("axis", .int(-1))])
    // With no position left all weights are 0.
    if let mask { weights = builder.node("Where", mask, weights, builder.constant(0)) }
    return builder.node("MatMul", weights, values)
  }

  /// Weights are 8-bit fractions of the row's largest, which is 255, and divided by their sum at the end.
  private mutating func integerAverages(
    _ layer: FusedLayer, _ inputs: [Value], _ scores: String, _ mask: String?, _ values: String, scale: Float
  ) -> String {
    let least = builder.constant(-Float(1 << 30))
    let kept = mask.map { builder.node("Where", $0, scores, least) } ?? scores
    let most = builder.reduce("Max", kept, axes: [-1], keepsAxes: true)
    let factor = scale * inputs[0].quantization!.scale * inputs[1].quantization!.scale
    let distance = builder.multiply(builder.subtract(scores, most), builder.constant(factor))
    var weights = builder.node(
      "Round", builder.multiply(exponential(distance), builder.constant(255)))
    if let mask { weights = builder.node("Where", mask, weights, builder.constant(0)) }
    let sum = builder.node(
      "Max", builder.reduce("Sum", weights, axes: [-1], keepsAxes: true), builder.constant(1))
    let output = builder.constant(inputs[2].quantization!.scale / layer.outputQuantization!.scale)
    let averages = builder.multiply(builder.node("MatMul", weights, values), builder.divide(output, sum))
    return quantizedResults(ofSteps: averages, layer)
  }
}
