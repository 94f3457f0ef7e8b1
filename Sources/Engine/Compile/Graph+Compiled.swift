extension Graph {
  /// Makes a program that computes in 32-bit floats.
  ///
  /// Dropout disappears, batch normalization is folded into the product before it, ReLU and max pooling are
  /// fused into the layer they follow, and memory is planned.
  ///
  /// - Throws: `ProgramError` when nothing is to be computed or a parameter is not finite.
  public func compiled() throws(ProgramError) -> Program {
    try Program(inputShapes: inputs, layers: lowered())
  }

  /// Makes a program whose weights are stored as integers of 1 to 8 bits.
  ///
  /// Weight-only quantization: the file holds packed integers and scales, so it shrinks. When the program
  /// is made (and when a file is loaded) the weights become floats, and all computing is in floats: this
  /// saves bytes on disk, not time. Biases stay floats.
  ///
  /// - Parameter quantize: receives the name of each layer with weights (convolutions, dense layers, tables,
  ///   recurrent layers) and its weight, batch normalization folded in, and gives its integers. A recurrent layer has
  ///   two weights; it is asked for both, the input's first.
  /// - Throws: `ProgramError` as `compiled()`, or when the integers have another shape; what `quantize` throws.
  public func compiled(
    weights quantize: (_ layer: String, _ weight: Tensor) throws -> QuantizedTensor
  ) throws -> Program {
    var layers = lowered()
    for index in layers.indices {
      for weight in 0..<layers[index].kind.weightCount {
        let floats = layers[index].parameters[weight].floats
        let integers = try quantize(layers[index].name, floats)
        guard integers.shape == floats.shape else {
          throw ProgramError.layer(
            name: layers[index].name,
            reason: "integers of shape \(integers.shape) for a weight of shape \(floats.shape)")
        }
        layers[index].parameters[weight] = .quantized(integers)
      }
    }
    return try Program(inputShapes: inputs, layers: layers)
  }

  /// All passes that do not depend on the arithmetic.
  func lowered() -> [FusedLayer] { removingInert().foldingBatchNorm().fused() }
}
