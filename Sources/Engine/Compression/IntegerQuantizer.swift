/// Makes the layers of an int8 program, one after the other, from those of a float program.
///
/// A layer becomes an integer layer where its numbers allow it and nobody excluded it, and stays float otherwise.
/// Where a layer reads integers and has floats before it, or the other way around, a conversion comes between.
struct IntegerQuantizer {
  let plans: [LayerPlan]
  let inputShapes: [[Int]]
  let granularity: Granularity
  let bits: Int
  let ranges: Calibration
  let activations: (ClosedRange<Float>) throws -> AffineParameters

  private var layers: [FusedLayer] = []

  /// For each layer of the float program, the one here that gives the same result.
  private var positions: [Int] = []

  init(
    plans: [LayerPlan], inputShapes: [[Int]], granularity: Granularity, bits: Int, ranges: Calibration,
    activations: @escaping (ClosedRange<Float>) throws -> AffineParameters
  ) {
    self.plans = plans
    self.inputShapes = inputShapes
    self.granularity = granularity
    self.bits = bits
    self.ranges = ranges
    self.activations = activations
  }

  /// Appends the next layer of the float program, and the conversions before it.
  mutating func append(_ index: Int, isExcluded: Bool) throws {
    var layer = plans[index].layer
    layer.inputs = layer.inputs.map { $0 < 0 ? $0 : positions[$0] }
    if isExcluded {
      layer.fallback = "it was excluded"
    } else if layer.kind.keepsNumbers, staysFloat(layer) {
      if layer.inputs[0] >= 0, layer.kind.isArithmetic { layer.fallback = "its input is float" }
    } else {
      let integer = try integerForm(of: layer, plans[index])
      do {
        let plan = try LayerPlan(
          integer.layer, inputShapes: plans[index].inputShapes, inputQuantizations: integer.inputs)
        layer = plan.layer
        for (position, quantization) in integer.inputs.enumerated() {
          if let quantization { layer.inputs[position] = integers(layer.inputs[position], quantization) }
        }
        layers.append(layer)
        positions.append(layers.count - 1)
        return
      } catch {
        if case .layer(_, let reason) = error { layer.fallback = reason } else { throw error }
      }
    }
    layer.inputs = layer.inputs.map { floats($0) }
    layers.append(layer)
    positions.append(layers.count - 1)
  }

  /// All layers, with a last one that makes floats of integer results.
  mutating func finished() throws(ProgramError) -> [FusedLayer] {
    guard !positions.isEmpty else { throw .empty }
    _ = floats(positions[positions.count - 1])
    return layers
  }

  /// Whether a layer that keeps the numbers of its input keeps floats: behind a float layer, and a reshape of an input,
  /// which may hold ids.
  private func staysFloat(_ layer: FusedLayer) -> Bool {
    guard layer.inputs[0] < 0 else { return layers[layer.inputs[0]].outputQuantization == nil }
    if case .reshape = layer.kind { return true }
    return false
  }

  // MARK: Conversions

  /// The value as integers of a quantization; converted once for all its readers.
  private mutating func integers(_ value: Int, _ quantization: AffineParameters) -> Int {
    if value >= 0, layers[value].outputQuantization == quantization { return value }
    let source = floats(value)
    if let known = layers.firstIndex(where: {
      $0.kind == .quantize && $0.inputs == [source] && $0.outputQuantization == quantization
    }) {
      return known
    }
    let suffix = quantization == .exact ? "as mask" : "as int8"
    layers.append(
      FusedLayer(
        name: "\(name(of: value)) \(suffix)", kind: .quantize, inputs: [source],
        outputQuantization: quantization))
    return layers.count - 1
  }

  /// The value as floats; converted once for all its readers.
  private mutating func floats(_ value: Int) -> Int {
    guard value >= 0, layers[value].outputQuantization != nil else { return value }
    if let known = layers.firstIndex(where: { $0.kind == .dequantize && $0.inputs == [value] }) {
      return known
    }
    layers.append(FusedLayer(name: "\(layers[value].name) as float", kind: .dequantize, inputs: [value]))
    return layers.count - 1
  }

  private func name(of value: Int) -> String {
    value < 0 ? (inputShapes.count == 1 ? "input" : "input \(-1 - value)") : layers[value].name
  }

  // MARK: Scales

  /// The quantization of a value: its own, or the one that its range asks for.
  private func quantization(of value: Int) throws -> AffineParameters {
    if value < 0 {
      guard ranges.inputs.indices.contains(-1 - value) else {
        throw ProgramError.layer(name: name(of: value), reason: "the calibration has no range for it")
      }
      return try parameters(covering: ranges.inputs[-1 - value], of: name(of: value))
    }
    if let known = layers[value].outputQuantization { return known }
    return try parameters(ofResult: layers[value].name)
  }

  private func parameters(ofResult name: String) throws -> AffineParameters {
    guard let range = ranges.results[name] else {
      throw ProgramError.layer(name: name, reason: "the calibration has no range for its results")
    }
    return try parameters(covering: range, of: name)
  }

  /// Ranges and what is made of them come from outside and are checked before anything is computed with them.
  private func parameters(covering range: ClosedRange<Float>, of name: String) throws -> AffineParameters {
    guard range.lowerBound.isFinite, range.upperBound.isFinite else {
      throw ProgramError.layer(name: name, reason: "its range \(range) is not finite")
    }
    let parameters = try activations(range)
    guard parameters.isValid else {
      throw ProgramError.layer(
        name: name,
        reason:
          "scale \(parameters.scale) and zero point \(parameters.zeroPoint) do not describe 8-bit integers")
    }
    return parameters
  }

  /// The layer with integer parameters and a quantization for its results, and what its inputs must be.
  private func integerForm(
    of layer: FusedLayer, _ plan: LayerPlan
  ) throws -> (layer: FusedLayer, inputs: [AffineParameters?]) {
    var inputs: [AffineParameters?] = []
    for (position, value) in layer.inputs.enumerated() {
      if layer.kind.readsIDs {
        inputs.append(nil)
      } else {
        inputs.append(position == layer.kind.maskInput ? .exact : try quantization(of: value))
      }
    }
    var integer = layer
    integer.fallback = nil
    do {
      try integer.quantizeWeights(inputScale: inputs[0]?.scale ?? 1, granularity: granularity, bits: bits)
    } catch {
      throw ProgramError.layer(name: layer.name, reason: error.description)
    }
    integer.outputQuantization =
      switch layer.kind {
      case .projection, .paddingMask: .exact
      case .embedding: AffineParameters(scale: integer.parameters[0].quantized!.scales[0], zeroPoint: 0)
      case .softmax: .probability
      case .gru, .lstm: .state
      case let kind where kind.keepsNumbers: inputs[0]
      default: try parameters(ofResult: layer.name)
      }
    return (integer, inputs)
  }
}

extension FusedLayer {
  /// Rounds weights to integers, and the bias of a product to the scale of its sums.
  fileprivate mutating func quantizeWeights(
    inputScale: Float, granularity: Granularity, bits: Int
  ) throws(QuantizationError) {
    for index in 0..<kind.weightCount {
      let weight = parameters[index].floats
      let shared = kind.weightGranularity(granularity)
      var scales = try symmetricScales(of: weight, bits: bits, granularity: shared)
      if kind.isProduct {
        let bias = parameters[1].floats
        // Where weights are tiny beside the bias, a coarser scale keeps the bias within 2^30 steps.
        for channel in 0..<bias.count {
          let index = scales.count == 1 ? 0 : channel
          scales[index] = max(scales[index], abs(bias[channel]) / inputScale / Float(1 << 30))
        }
        let steps = (0..<bias.count).map { channel -> Int32 in
          let scale = Double(inputScale) * Double(scales.count == 1 ? scales[0] : scales[channel])
          return Int32((Double(bias[channel]) / scale).rounded(.toNearestOrEven))
        }
        parameters[1] = .int32(steps)
      }
      parameters[index] = .quantized(
        try QuantizedTensor(weight, bits: bits, scales: scales, granularity: shared))
    }
  }
}
