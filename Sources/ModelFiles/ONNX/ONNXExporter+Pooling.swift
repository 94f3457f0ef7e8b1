import Engine

extension ONNXExporter {
  /// The maximum or mean of windows.
  mutating func pool(
    _ layer: FusedLayer, _ x: Value, _ kind: PoolKind, _ window: [Int], _ stride: Int
  ) -> Value {
    var x = channelsFirst(x)
    let attributes: [(name: String, value: ONNXGraph.Attribute)] = [
      ("kernel_shape", .ints(window)), ("strides", .ints(window.map { _ in stride })),
    ]
    if kind == .max {
      x.name = builder.node("MaxPool", x.name, attributes: attributes)
    } else if let input = x.quantization {
      // A mean of whole numbers times their count is, rounded, their sum.
      let count = Float(window.reduce(1, *))
      let mean = builder.node("AveragePool", steps(of: x), attributes: attributes)
      let sum = builder.node("Round", builder.multiply(mean, builder.constant(count)))
      let factor = input.scale / layer.outputQuantization!.scale / count
      x.name = quantizedResults(ofSteps: builder.multiply(sum, builder.constant(factor)), layer)
    } else {
      x.name = builder.node("AveragePool", x.name, attributes: attributes)
    }
    return x
  }

  /// The maximum or mean of all positions that a mask lets through; 0 when there are none.
  mutating func globalPool(_ layer: FusedLayer, _ inputs: [Value], _ kind: PoolKind) -> Value {
    var x = inputs[0]
    var mask: String?
    if inputs.count > 1 {
      x = channelsLast(x)
      mask = builder.reshape(truth(of: inputs[1]), to: inputs[1].shape + [1])
    }
    let result =
      kind == .max ? globalMaximum(layer, x, mask) : globalAverage(layer, x, mask)
    return Value(name: result, shape: [])
  }

  private mutating func globalMaximum(_ layer: FusedLayer, _ x: Value, _ mask: String?) -> String {
    let axes = x.positionAxes
    guard let mask else { return builder.reduce("Max", x.name, axes: axes, keepsAxes: false) }
    let numbers = x.quantization == nil ? x.name : steps(of: x)
    let kept = builder.node("Where", mask, numbers, builder.constant(-Float.greatestFiniteMagnitude))
    let most = builder.reduce("Max", kept, axes: axes, keepsAxes: false)
    let count = builder.reduce("Sum", builder.cast(mask, to: .float), axes: axes, keepsAxes: false)
    let hasAny = builder.node("Greater", count, builder.constant(0))
    let result = builder.node("Where", hasAny, most, builder.constant(0))
    return x.quantization == nil ? result : quantizedResults(ofSteps: result, layer)
  }

  private mutating func globalAverage(_ layer: FusedLayer, _ x: Value, _ mask: String?) -> String {
    let axes = x.positionAxes
    let numbers = x.quantization == nil ? x.name : steps(of: x)
    let kept = mask.map { builder.node("Where", $0, numbers, builder.constant(0)) } ?? numbers
    let sum = builder.reduce("Sum", kept, axes: axes, keepsAxes: false)
    let count =
      if let mask {
        builder.node(
          "Max", builder.reduce("Sum", builder.cast(mask, to: .float), axes: axes, keepsAxes: false),
          builder.constant(1))
      } else {
        builder.constant(Float(x.shape.dropLast().reduce(1, *)))
      }
    guard let input = x.quantization else { return builder.divide(sum, count) }
    let factor = builder.constant(input.scale / layer.outputQuantization!.scale)
    return quantizedResults(ofSteps: builder.multiply(sum, builder.divide(factor, count)), layer)
  }

  /// Whether a mask is not 0, for each position.
  mutating func truth(of mask: Value) -> String { builder.cast(mask.name, to: .bool) }
}
