import Engine

extension ONNXExporter {
  /// A factor and an offset for each channel.
  mutating func scale(_ layer: FusedLayer, _ x: Value) -> Value {
    var (factors, offsets) = (layer.parameters[0].floats.values, layer.parameters[1].floats.values)
    if let input = x.quantization, let output = layer.outputQuantization {
      factors = factors.map { input.scale * $0 / output.scale }
      offsets = offsets.map { $0 / output.scale }
      let moved = builder.multiplyAdd(
        steps(of: x), perChannel(factors, like: x), perChannel(offsets, like: x))
      return x.replacing { _ in quantizedResults(ofSteps: moved, layer) }
    }
    return x.replacing {
      clampFloats(builder.multiplyAdd($0, perChannel(factors, like: x), perChannel(offsets, like: x)), layer)
    }
  }

  /// Each position less its mean and divided by its deviation, times gamma plus beta.
  mutating func layerNorm(_ layer: FusedLayer, _ x: Value, epsilon: Float) -> Value {
    let x = channelsLast(x)
    let (gamma, beta) = (layer.parameters[0].floats.values, layer.parameters[1].floats.values)
    guard let input = x.quantization, let output = layer.outputQuantization else {
      return x.replacing {
        builder.node(
          "LayerNormalization", $0, builder.constant(gamma), builder.constant(beta),
          attributes: [("axis", .int(-1)), ("epsilon", .float(epsilon))])
      }
    }
    // With whole numbers: n x - S, divided by the root of n sum(x x) - S S + n n epsilon.
    let n = x.shape.last!
    let integers = builder.cast(x.name, to: .int64)
    let count = builder.constant([n], shape: [])
    let sum = builder.reduce("Sum", integers, axes: [-1], keepsAxes: true)
    let squares = builder.reduce(
      "Sum", builder.multiply(integers, integers), axes: [-1], keepsAxes: true)
    let deviation = builder.subtract(builder.multiply(count, squares), builder.multiply(sum, sum))
    let scaled = Double(epsilon) / (Double(input.scale) * Double(input.scale))
    let root = builder.node(
      "Sqrt",
      builder.add(
        builder.cast(deviation, to: .double), builder.constant(double: Double(n) * Double(n) * scaled)))
    let factor = builder.cast(builder.divide(builder.constant(double: 1), root), to: .float)
    let centered = builder.cast(builder.subtract(builder.multiply(count, integers), sum), to: .float)
    let normal = builder.multiplyAdd(
      builder.multiply(centered, factor), builder.constant(gamma.map { $0 / output.scale }),
      builder.constant(beta.map { $0 / output.scale }))
    return x.replacing { _ in quantizedResults(ofSteps: normal, layer) }
  }

  /// A function of each element; of 8-bit integers, a table of its 256 results.
  mutating func activation(_ layer: FusedLayer, _ x: Value, _ function: Activation) -> Value {
    if let input = x.quantization, let output = layer.outputQuantization {
      let table = builder.constant(function.table(input: input, output: output))
      return x.replacing {
        let index = builder.add(builder.cast($0, to: .int32), builder.constant([Int32(128)], shape: []))
        return builder.gather(table, index)
      }
    }
    return x.replacing {
      switch function {
      case .relu: return builder.node("Relu", $0)
      case .relu6: return builder.node("Clip", $0, builder.constant(0), builder.constant(6))
      case .tanh: return builder.node("Tanh", $0)
      case .sigmoid: return builder.node("Sigmoid", $0)
      case .silu: return builder.multiply($0, builder.node("Sigmoid", $0))
      case .gelu:
        let error = builder.node("Erf", builder.multiply($0, builder.constant(Float(0.5).squareRoot())))
        let doubled = builder.multiply($0, builder.add(error, builder.constant(1)))
        return builder.multiply(doubled, builder.constant(0.5))
      }
    }
  }

  /// Probabilities over the last axis.
  mutating func softmax(_ layer: FusedLayer, _ x: Value) -> Value {
    let x = channelsLast(x)
    guard let input = x.quantization, let output = layer.outputQuantization else {
      return x.replacing { builder.node("Softmax", $0, attributes: [("axis", .int(-1))]) }
    }
    let integers = builder.cast(x.name, to: .int32)
    let most = builder.reduce("Max", integers, axes: [-1], keepsAxes: true)
    let table = builder.constant(input.softmaxTable.map { Int($0) })
    let exponentials = builder.gather(table, builder.subtract(most, integers))
    let sum = builder.cast(
      builder.reduce("Sum", exponentials, axes: [-1], keepsAxes: true), to: .float)
    let factor = builder.divide(
      builder.constant(1), builder.multiply(sum, builder.constant(output.scale)))
    let shares = builder.multiply(builder.cast(exponentials, to: .float), factor)
    return x.replacing { _ in quantizedResults(ofSteps: shares, layer) }
  }

  /// The sum or product of several values.
  mutating func combination(_ layer: FusedLayer, _ inputs: [Value]) -> Value {
    let inputs = inputs.map { inputs[0].channelsFirst ? channelsFirst($0) : channelsLast($0) }
    let operation = layer.kind == .add ? "Add" : "Mul"
    var terms = inputs.map(\.name)
    if let output = layer.outputQuantization {
      terms = inputs.map { input in
        let steps = steps(of: input)
        guard layer.kind == .add else { return steps }
        return builder.multiply(steps, builder.constant(input.quantization!.scale / output.scale))
      }
    }
    var result = terms[0]
    for term in terms.dropFirst() { result = builder.node(operation, result, term) }
    guard let output = layer.outputQuantization else {
      return inputs[0].replacing { _ in clampFloats(result, layer) }
    }
    if layer.kind == .multiply {
      let factor = inputs.reduce(1) { $0 * $1.quantization!.scale } / output.scale
      result = builder.multiply(result, builder.constant(factor))
    }
    return inputs[0].replacing { _ in quantizedResults(ofSteps: result, layer) }
  }

  /// Values side by side on the axis of the channels.
  mutating func concatenation(_ layer: FusedLayer, _ inputs: [Value]) -> Value {
    let inputs = inputs.map { inputs[0].channelsFirst ? channelsFirst($0) : channelsLast($0) }
    let parts = inputs.map { input -> String in
      guard let own = input.quantization, let output = layer.outputQuantization, own != output else {
        return input.name
      }
      return quantizedResults(
        ofSteps: builder.multiply(steps(of: input), builder.constant(own.scale / output.scale)), layer)
    }
    let axis = inputs[0].channelsFirst ? 1 : inputs[0].shape.count
    return inputs[0].replacing { _ in
      builder.nodes("Concat", parts, results: 1, attributes: [("axis", .int(axis))])[0]
    }
  }
}
