/// Training that knows of the rounding to come (Jacob et al., "Quantization and Training of Neural Networks for
/// Efficient Integer-Arithmetic-Only Inference", 2018).
extension Model {
  /// A copy of the model that trains and predicts with the rounding of its 8-bit program.
  ///
  /// The input, and the result of each layer as the program fuses them (with its batch normalization, ReLU and
  /// pooling), pass through a `FakeQuantize`. Weights are rounded to `weightBits`, one scale an output, whenever they
  /// are used; the optimizer changes the exact values beneath. Layers that have no 8-bit form, and those that
  /// are several operations (such as `SeparableConv2D`), stay float; tables of embeddings are rounded only in the
  /// program. Train the copy, for a while at a low learning rate if
  /// the model is trained already, and make a program of it by `quantized()`: no calibration is needed.
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
    let rounded = try roundedValues(weightBits: weightBits)
    var result: [ModelLayer] = []
    var sources: [ModelLayer.Source: ModelLayer.Source] = [:]
    /// Appends a rounding of what `source` gives.
    func round(_ source: ModelLayer.Source, shape: [Int]) throws(ModelError) -> ModelLayer.Source {
      let layer = FakeQuantize(momentum: momentum)
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
      sources[source] = rounded.inputs.contains(index) ? try round(source, shape: shape) : source
    }
    for (index, layer) in layers.enumerated() {
      result.append(
        ModelLayer(
          name: layer.name, layer: layer.layer, inputs: layer.inputs.map { sources[$0]! },
          outputShape: layer.outputShape,
          parameters: layer.parameters.map {
            $0.copied(roundedTo: rounded.weights.contains(layer.name) ? weightBits : nil)
          }))
      let source = ModelLayer.Source.layer(result.count - 1)
      sources[.layer(index)] =
        rounded.results.contains(layer.name) ? try round(source, shape: layer.outputShape) : source
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
    let bits = parameters.lazy.compactMap(\.bits).first ?? 8
    let rounded = try roundedValues(weightBits: bits)
    let graph = try graph()
    // What stays float, such as token ids, needs no range.
    var results: [String: ClosedRange<Float>] = [:]
    for layer in graph.lowered() {
      results[layer.name] = rounded.results.contains(layer.lastName) ? try range(layer.lastName) : 0...0
    }
    let inputs = try inputShapes.indices.map { index in
      rounded.inputs.contains(index) ? try range(name(of: .input(index))) : 0...0
    }
    return try graph.quantized(
      ranges: Calibration(inputs: inputs, results: results), weightBits: bits, except: layersOfSeveral(graph))
  }

  private func name(of source: ModelLayer.Source) -> String {
    switch source {
    case .input(let index): index == 0 ? "input" : "input \(index)"
    case .layer(let index): layers[index].name
    }
  }

  /// The nodes of layers that are several operations: nothing rounds what such a layer computes on its way.
  private func layersOfSeveral(_ graph: Graph) -> Set<String> {
    let names = Set(layers.map(\.name))
    let inner = graph.nodes.map(\.name).filter { !names.contains($0) }
    return Set(inner).union(inner.map { String($0.prefix { $0 != "/" }) })
  }

  /// The layers that compute in integers, and the inputs and layers whose values become integers of a scale of their
  /// own, after a trial with made-up ranges.
  private func roundedValues(
    weightBits: Int
  ) throws -> (weights: Set<String>, inputs: Set<Int>, results: Set<String>) {
    let graph = try graph()
    let ranges = Calibration(
      inputs: inputShapes.map { _ in 0...1 },
      results: Dictionary(uniqueKeysWithValues: graph.lowered().map { ($0.name, 0...1) }))
    let trial = try graph.quantized(ranges: ranges, weightBits: weightBits, except: layersOfSeveral(graph))
      .storedLayers
    let inputs = inputShapes.indices.filter { index in
      trial.contains {
        $0.kind == .quantize && $0.inputs == [Graph.input(index)] && $0.outputQuantization != .exact
      }
    }
    let integers = trial.filter(\.isInteger)
    let results = integers.filter { !$0.kind.keepsNumbers && $0.outputQuantization != .exact }
    return (Set(integers.map(\.name)), Set(inputs), Set(results.map(\.lastName)))
  }
}

extension Parameter {
  /// A parameter of the same value, which a weight rounds whenever it is used if `bits` are given.
  fileprivate func copied(roundedTo bits: Int?) -> Parameter {
    let isWeight = name.hasSuffix("/weight")
    return Parameter(name, value, isTrainable: isTrainable, bits: isWeight ? bits : nil)
  }
}
