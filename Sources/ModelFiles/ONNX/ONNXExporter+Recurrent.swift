import Engine

extension ONNXExporter {
  /// A GRU (3 gates) or LSTM (4 gates).
  ///
  /// In floats and without a mask it is the operation of ONNX. Otherwise it is a loop: a mask may leave out any position,
  /// where ONNX knows only a length, and integer states are rounded from step to step.
  mutating func recurrent(
    _ layer: FusedLayer, _ inputs: [Value], gates: Int, _ recurrence: Recurrence
  ) -> Value {
    let x = channelsLast(inputs[0])
    let result =
      inputs.count == 1 && !layer.isInteger
      ? wholeSequence(layer, x, gates: gates, recurrence)
      : loop(layer, x, mask: inputs.dropFirst().first, gates: gates, recurrence)
    return Value(name: result, shape: [])
  }

  // MARK: The operation

  private mutating func wholeSequence(
    _ layer: FusedLayer, _ x: Value, gates: Int, _ recurrence: Recurrence
  ) -> String {
    let units = layer.parameters[1].shape[0]
    // ONNX has the gates of an LSTM in the order i, o, f, g.
    let order = gates == 3 ? [0, 1, 2] : [0, 3, 1, 2]
    let columns = order.flatMap { gate in (0..<units).map { gate * units + $0 } }
    let weights = layer.parameters[..<2].map { parameter in
      weight(
        gates == 3 ? parameter : parameter.columns(columns), shape: [1] + parameter.shape, axes: [0, 2, 1])
    }
    let bias = columns.map { layer.parameters[2].floats[$0] }
    let recurrentBias =
      gates == 3 ? layer.parameters[3].floats.values : columns.map { _ in 0 }
    var attributes: [(name: String, value: ONNXGraph.Attribute)] = [
      ("hidden_size", .int(units)), ("direction", .string(recurrence.reversed ? "reverse" : "forward")),
    ]
    if gates == 3 { attributes.append(("linear_before_reset", .int(1))) }
    let outputs = builder.nodes(
      gates == 3 ? "GRU" : "LSTM",
      [
        builder.transpose(x.name, [1, 0, 2]), weights[0], weights[1],
        builder.constant(bias + recurrentBias, shape: [1, 2 * columns.count]),
      ], results: 2, attributes: attributes)
    // States of all positions are [length, directions, batch, units], the last ones [directions, batch, units].
    guard recurrence.returnsSequence else {
      return builder.node("Squeeze", outputs[1], builder.constant([0]))
    }
    return builder.transpose(builder.node("Squeeze", outputs[0], builder.constant([1])), [1, 0, 2])
  }

  // MARK: The loop

  private mutating func loop(
    _ layer: FusedLayer, _ x: Value, mask: Value?, gates: Int, _ recurrence: Recurrence
  ) -> String {
    let units = layer.parameters[1].shape[0]
    // The product of the inputs is one for all positions.
    let bias = builder.constant(layer.parameters[2].floats.values)
    let products: String
    if let quantization = x.quantization {
      let sums = builder.node("MatMul", steps(of: x), steps(of: layer.parameters[0]))
      let factors = scales(of: layer.parameters[0], times: quantization.scale)
      products = builder.multiplyAdd(sums, builder.constant(factors), bias)
    } else {
      products = builder.add(builder.node("MatMul", x.name, weight(layer.parameters[0])), bias)
    }
    let start = zeros(like: x, units)
    var sequences = [products]
    if let mask { sequences.append(builder.reshape(truth(of: mask), to: mask.shape + [1])) }

    let recurrentWeight =
      layer.isInteger ? steps(of: layer.parameters[1]) : weight(layer.parameters[1])
    let cell = RecurrentCell(layer: layer, gates: gates, units: units, weight: recurrentWeight)
    let states = gates == 3 ? 1 : 2
    let outer = builder.beginBody()
    addStep(cell, states: states, isMasked: mask != nil)
    let body = builder.endBody(in: outer)
    let direction = recurrence.reversed ? 1 : 0
    let outputs = builder.nodes(
      "Scan", Array(repeating: start, count: states) + sequences, results: states + 1,
      attributes: [
        ("body", .graph(body)), ("num_scan_inputs", .int(sequences.count)),
        ("scan_input_axes", .ints(sequences.map { _ in 1 })), ("scan_output_axes", .ints([1])),
        ("scan_input_directions", .ints(sequences.map { _ in direction })),
        ("scan_output_directions", .ints([direction])),
      ])
    if recurrence.returnsSequence { return outputs[states] }
    return cell.layer.isInteger ? rounded(outputs[0], layer) : outputs[0]
  }

  /// The state before the first step.
  private mutating func zeros(like x: Value, _ units: Int) -> String {
    let batch = builder.node(
      "Slice", builder.node("Shape", x.name), builder.constant([0]), builder.constant([1]))
    let shape = builder.nodes(
      "Concat", [batch, builder.constant([units])], results: 1, attributes: [("axis", .int(0))])[0]
    return builder.node("Expand", builder.constant(0), shape)
  }

  /// The body of the loop: one position.
  private mutating func addStep(_ cell: RecurrentCell, states: Int, isMasked: Bool) {
    let old = (0..<states).map { builder.input("\(builder.scope)/\($0 == 0 ? "h" : "c")", type: nil) }
    let products = builder.input("\(builder.scope)/x", type: nil)
    let mask = isMasked ? builder.input("\(builder.scope)/mask", type: nil) : nil

    let layer = cell.layer
    var recurrent: String
    if layer.isInteger {
      let quantization = layer.outputQuantization!
      let whole = dequantize(
        rounded(old[0], layer), AffineParameters(scale: 1, zeroPoint: quantization.zeroPoint))
      let sums = builder.node("MatMul", whole, cell.weight)
      recurrent = builder.multiply(
        sums, builder.constant(scales(of: layer.parameters[1], times: quantization.scale)))
    } else {
      recurrent = builder.node("MatMul", old[0], cell.weight)
    }
    var new: [String]
    if cell.gates == 3 {
      recurrent = builder.add(recurrent, builder.constant(layer.parameters[3].floats.values))
      new = gru(cell, products, recurrent, h: old[0])
    } else {
      new = lstm(cell, builder.add(products, recurrent), c: old[1])
    }
    if let mask { new = zip(new, old).map { builder.node("Where", mask, $0, $1) } }
    let result = layer.isInteger ? rounded(new[0], layer) : new[0]
    for (index, state) in new.enumerated() {
      builder.output(state, name: "\(builder.scope)/\(index == 0 ? "h" : "c")_next")
    }
    builder.output(result, name: "\(builder.scope)/y")
  }

  /// `h' = n + z (h - n)`, with the gates z, r and `n = tanh(x + r u)`.
  private mutating func gru(
    _ cell: RecurrentCell, _ x: String, _ u: String, h: String
  ) -> [String] {
    let (inputs, states) = (
      builder.split(x, [2 * cell.units, cell.units]), builder.split(u, [2 * cell.units, cell.units])
    )
    let gates = builder.split(
      sigmoid(builder.add(inputs[0], states[0]), cell), [cell.units, cell.units])
    let new = tangent(builder.add(inputs[1], builder.multiply(gates[1], states[1])), cell)
    return [builder.add(new, builder.multiply(gates[0], builder.subtract(h, new)))]
  }

  /// `c' = f c + i g`, `h' = o tanh(c')`.
  private mutating func lstm(_ cell: RecurrentCell, _ sums: String, c: String) -> [String] {
    let parts = builder.split(sums, [2 * cell.units, cell.units, cell.units])
    let gates = builder.split(sigmoid(parts[0], cell), [cell.units, cell.units])
    let new = builder.add(
      builder.multiply(gates[1], c), builder.multiply(gates[0], tangent(parts[1], cell)))
    return [builder.multiply(sigmoid(parts[2], cell), tangent(new, cell)), new]
  }

  private mutating func sigmoid(_ x: String, _ cell: RecurrentCell) -> String {
    cell.layer.isInteger ? integerSigmoid(x) : builder.node("Sigmoid", x)
  }

  private mutating func tangent(_ x: String, _ cell: RecurrentCell) -> String {
    cell.layer.isInteger ? integerTangent(x) : builder.node("Tanh", x)
  }

  /// A state as the integers that the layer gives.
  private mutating func rounded(_ h: String, _ layer: FusedLayer) -> String {
    quantizedResults(
      ofSteps: builder.multiply(h, builder.constant(1 / layer.outputQuantization!.scale)), layer)
  }
}

/// What one step of a recurrent layer needs to know.
private struct RecurrentCell {
  let layer: FusedLayer
  let gates: Int
  let units: Int
  /// The value of the recurrent weight.
  let weight: String
}

extension FusedLayer.Parameter {
  /// The same weight with its outputs in another order.
  fileprivate func columns(_ order: [Int]) -> FusedLayer.Parameter {
    func reordered<Element>(_ values: [Element]) -> [Element] {
      stride(from: 0, to: values.count, by: order.count).flatMap { row in order.map { values[row + $0] } }
    }
    guard let integers = quantized else {
      return .float(Tensor(shape: shape, values: reordered(floats.values)))
    }
    guard integers.scales.count > 1 else {
      return .quantized(integers.replacing(values: reordered(integers.values)))
    }
    return .quantized(
      integers.replacing(
        values: reordered(integers.values), scales: reordered(integers.scales),
        zeroPoints: reordered(integers.zeroPoints)))
  }
}

extension QuantizedTensor {
  /// The same scheme with other numbers.
  fileprivate func replacing(values: [Int8], scales: [Float]? = nil, zeroPoints: [Int8]? = nil)
    -> QuantizedTensor
  {
    // Numbers that were valid stay so in another order.
    try! QuantizedTensor(
      shape: shape, bits: bits, values: values, scales: scales ?? self.scales,
      zeroPoints: zeroPoints ?? self.zeroPoints, blockSize: blockSize)
  }
}
