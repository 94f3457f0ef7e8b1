/// Training that knows of the rounding to come (Jacob et al., "Quantization and Training of Neural Networks for
/// Efficient Integer-Arithmetic-Only Inference", 2018).
extension Model {
  /// A copy of the model that trains and predicts with the rounding of its 8-bit program.
  ///
  /// The inputs, and the result of each layer as the program fuses them (with its batch normalization, ReLU and
  /// pooling), pass through a `FakeQuantize`. Weights are rounded to `weightBits`, one scale an output and one for a
  /// whole table of embeddings, whenever they are used; the optimizer changes the exact values beneath. Recurrent layers
  /// round the state that their weights see, and attention its weights, as their integer forms do. Layers that have no
  /// 8-bit form stay float. Train the copy, for a while at a low learning rate if the model is trained already, and make
  /// a program of it by `quantized()`: no calibration is needed.
  ///
  /// Batch normalization uses the statistics of the batch in training and the moving ones in inference, as without
  /// quantization. Folding it multiplies all weights of an output by one factor. Since each output has a scale of its
  /// own, the factor moves into that scale, and the folded weights round to the very same integers: rounding before
  /// folding is rounding after it, whatever the statistics. That is why neither statistics of the batch in the folded
  /// weights (Jacob et al.) nor corrections of them (Krishnamoorthi, "Quantizing deep convolutional networks for
  /// efficient inference", 2018) are needed.
  ///
  /// - Parameters:
  ///   - weightBits: 2...8.
  ///   - momentum: how much of the activations' moving ranges stays at each step; short trainings want less.
  /// - Throws: `QuantizationError.bits`; `ModelError` when the model is quantization-aware already.
  public func quantizationAware(weightBits: Int = 8, momentum: Float = 0.99) throws -> Model {
    guard (2...8).contains(weightBits) else { throw QuantizationError.bits(weightBits) }
    if let layer = layers.first(where: { $0.layer is FakeQuantize }) {
      throw ModelError.layer(
        name: layer.name, input: layer.outputShape, reason: "the model is quantization-aware already")
    }
    let form = try integerForm(weightBits: weightBits)
    var result: [ModelLayer] = []
    var sources: [ModelLayer.Source: ModelLayer.Source] = [:]
    /// Appends a rounding of what `source` gives.
    func round(
      _ source: ModelLayer.Source, shape: [Int], by layer: FakeQuantize
    ) throws(ModelError) -> ModelLayer.Source {
      let name = "\(FakeQuantize.kind)_\(result.count { $0.layer is FakeQuantize } + 1)"
      var generator = SeededGenerator(seed: 0)  // draws nothing
      result.append(
        ModelLayer(
          name: name, layer: layer, inputs: [source],
          outputShape: try layer.outputShape(for: [shape], name: name),
          parameters: layer.makeParameters(for: [shape], name: name, using: &generator)))
      return .layer(result.count - 1)
    }
    for (index, shape) in inputShapes.enumerated() {
      let source = ModelLayer.Source.input(index)
      let isRounded = form.inputs.contains(index)
      sources[source] =
        isRounded ? try round(source, shape: shape, by: FakeQuantize(momentum: momentum)) : source
    }
    for (index, layer) in layers.enumerated() {
      result.append(
        layer.rounded(
          as: form.layers[layer.name], reading: layer.inputs.map { sources[$0]! }, bits: weightBits))
      let source = ModelLayer.Source.layer(result.count - 1)
      let rounding: FakeQuantize? =
        switch form.results[layer.name] {
        case nil: nil
        case .learned: FakeQuantize(momentum: momentum)
        case .known(let quantization): FakeQuantize(quantization)
        }
      sources[.layer(index)] =
        try rounding.map { rounding throws(ModelError) in
          try round(source, shape: layer.outputShape, by: rounding)
        } ?? source
    }
    return Model(inputShapes: inputShapes, layers: result)
  }

  /// Makes a program that computes in 8-bit integers, with the ranges that quantization-aware training has found.
  ///
  /// Its results are those of the model to a step or two of the output's scale: a value between two steps may fall
  /// either way, and a bias is rounded to a multiple of `inputScale * weightScale`, which training left exact.
  ///
  /// - Throws: `QuantizationError.noLearnedRange` for a model that is not quantization-aware or has not been trained;
  ///   `ProgramError` as `Graph.quantized(ranges:weights:weightBits:activations:)`.
  public func quantized() throws -> Program {
    var learned: [String: ClosedRange<Float>] = [:]
    for layer in layers {
      guard let rounding = layer.layer as? FakeQuantize else { continue }
      let source = name(of: layer.inputs[0])
      guard let range = rounding.learnedRange(layer.parameters) else {
        throw QuantizationError.noLearnedRange(layer: source)
      }
      learned[source] = range
    }
    func range(_ name: String) throws(QuantizationError) -> ClosedRange<Float> {
      guard let range = learned[name] else { throw .noLearnedRange(layer: name) }
      return range
    }
    let bits = parameters.lazy.compactMap(\.rounding?.bits).first ?? 8
    let form = try integerForm(weightBits: bits)
    let graph = try graph()
    // What stays float, such as token ids, or has a scale of its own needs no range.
    var results: [String: ClosedRange<Float>] = [:]
    for layer in graph.lowered() {
      results[layer.name] = form.results[layer.lastName] == .learned ? try range(layer.lastName) : 0...0
    }
    let inputs = try inputShapes.indices.map { index in
      form.inputs.contains(index) ? try range(name(of: .input(index))) : 0...0
    }
    return try graph.quantized(ranges: Calibration(inputs: inputs, results: results), weightBits: bits)
  }

  private func name(of source: ModelLayer.Source) -> String {
    switch source {
    case .input(let index): index == 0 ? "input" : "input \(index)"
    case .layer(let index): layers[index].name
    }
  }

  /// What of the model computes in integers, after a trial with made-up ranges.
  private func integerForm(weightBits: Int) throws -> IntegerForm {
    let graph = try graph()
    let ranges = Calibration(
      inputs: inputShapes.map { _ in 0...1 },
      results: Dictionary(uniqueKeysWithValues: graph.lowered().map { ($0.name, 0...1) }))
    let trial = try graph.quantized(ranges: ranges, weightBits: weightBits).storedLayers
    let integers = trial.filter(\.isInteger)
    return IntegerForm(
      layers: Dictionary(uniqueKeysWithValues: integers.map { ($0.name, $0.kind) }),
      inputs: inputShapes.indices.filter { index in
        trial.contains {
          $0.kind == .quantize && $0.inputs == [Graph.input(index)] && $0.outputQuantization != .exact
        }
      },
      results: Dictionary(
        uniqueKeysWithValues: integers.compactMap { layer in
          layer.kind.resultRounding.map { (layer.lastName, $0) }
        }))
  }
}

/// What of a model computes in integers, by the names of its layers.
private struct IntegerForm {
  /// What the layers compute.
  let layers: [String: LayerKind]

  /// The inputs that become integers of a range of their own.
  let inputs: [Int]

  /// How results are rounded behind the layers that give them.
  let results: [String: ResultRounding]
}

/// How integers stand for a result.
private enum ResultRounding: Equatable {
  /// By a range that is to be learned.
  case learned
  /// In the same way for every model.
  case known(AffineParameters)
}

extension LayerKind {
  /// The rounding behind the layer; nil where its results are what integers stand for anyway: numbers of its input, rows
  /// of a table, whole numbers, and states, which a recurrent layer rounds by itself.
  fileprivate var resultRounding: ResultRounding? {
    switch self {
    case let kind where kind.keepsNumbers: nil
    case .embedding, .projection, .paddingMask, .gru, .lstm: nil
    case .softmax: .known(.probability)
    default: .learned
    }
  }
}

extension ModelLayer {
  /// A copy that reads other values and, where a program computes it in integers, rounds as that does.
  ///
  /// - Parameter kind: what it computes in integers; nil where it stays float.
  fileprivate func rounded(as kind: LayerKind?, reading inputs: [Source], bits: Int) -> ModelLayer {
    let weights = kind?.weightCount ?? 0
    var rounding = layer
    if kind != nil, var layer = layer as? any RoundingLayer {
      layer.roundsAsIntegers = true
      rounding = layer
    }
    return ModelLayer(
      name: name, layer: rounding, inputs: inputs, outputShape: outputShape,
      parameters: parameters.enumerated().map { index, parameter in
        let granularity = kind?.weightGranularity(.perChannel) ?? .perChannel
        return Parameter(
          parameter.name, parameter.value, isTrainable: parameter.isTrainable,
          rounding: index < weights ? WeightRounding(bits: bits, granularity: granularity) : nil)
      })
  }
}
