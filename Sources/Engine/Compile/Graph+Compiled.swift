extension Graph {
  /// Makes a program that computes in 32-bit floats.
  ///
  /// Dropout disappears, batch normalization is folded into the layer before it, ReLU and max pooling are
  /// fused into the layer they follow, and memory is planned.
  ///
  /// - Throws: `ProgramError` when nothing is to be computed or a parameter is not finite.
  public func compiled() throws(ProgramError) -> Program {
    try Program(inputShape: input, inputQuantization: nil, layers: try lowered())
  }

  /// Makes a program whose weights are stored as integers of 1 to 8 bits.
  ///
  /// Weight-only quantization: the file holds packed integers and scales, so it shrinks. When the program
  /// is made (and when a file is loaded) the weights become floats, and all computing is in floats: this
  /// saves bytes on disk, not time. Biases stay floats.
  ///
  /// - Parameter quantize: receives the name of each convolution and dense layer and its weight, batch
  ///   normalization folded in, and gives its integers.
  /// - Throws: `ProgramError` as `compiled()`, or when the integers have another shape; what `quantize` throws.
  public func compiled(
    weights quantize: (_ layer: String, _ weight: Tensor) throws -> QuantizedTensor
  ) throws -> Program {
    let layers = try lowered().map { layer in
      guard case .float(let weight, let bias) = layer.parameters, layer.kind != .scale else { return layer }
      let integers = try quantize(layer.name, weight)
      guard integers.shape == weight.shape else {
        throw ProgramError.layer(
          name: layer.name,
          reason: "integers of shape \(integers.shape) for a weight of shape \(weight.shape)")
      }
      return layer.with(parameters: .weightOnly(weight: integers, bias: bias), outputQuantization: nil)
    }
    return try Program(inputShape: input, inputQuantization: nil, layers: layers)
  }

  /// All passes that do not depend on the arithmetic.
  func lowered() throws(ProgramError) -> [FusedLayer] {
    let graph = removingInert().foldingBatchNorm()
    guard inputs.count == 1 else {
      throw .layer(
        name: nodes[output].name, reason: "programs take one input, and the graph has \(inputs.count)")
    }
    for node in graph.nodes where !node.isFusible {
      throw .layer(name: node.name, reason: "programs do not compute \(node.operation.kind)")
    }
    return graph.fused()
  }
}

extension FusedLayer {
  /// The same layer with other numbers.
  func with(parameters: Parameters, outputQuantization: AffineParameters?) -> FusedLayer {
    FusedLayer(
      name: name, absorbed: absorbed, kind: kind, input: input, parameters: parameters, relu: relu,
      pool: pool,
      outputQuantization: outputQuantization)
  }
}

extension Node {
  fileprivate var isFusible: Bool {
    switch operation {
    case .dense: shape.count == 1
    case .conv2D, .batchNorm, .flatten, .dropout, .activation(.relu): true
    case .pool2D(.max, let size, let stride): size == stride
    default: false
    }
  }
}
