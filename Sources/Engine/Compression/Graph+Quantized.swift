extension Graph {
  /// Makes a program that computes in 8-bit integers from the inputs to the logits.
  ///
  /// Weights are symmetric in -127...127, activations affine in -128...127 with ranges found by running the
  /// calibration images through the float network, biases 32-bit with scale `inputScale * weightScale`.
  /// Scales are chosen after batch normalization is folded. A layer whose numbers do not fit integers stays in
  /// float, between conversions, and `Program.fallbacks` says why.
  ///
  /// - Parameters:
  ///   - images: training images `[n] + input`, at least one; some hundred are enough.
  ///   - method: how a layer's range follows from its results.
  ///   - weights: one scale per output channel, or one for a whole weight tensor.
  ///   - weightBits: 2...8; the arithmetic stays that of 8 bits, but the file shrinks.
  ///   - except: the names of layers, or of groups of them such as `multiHeadAttention_1`, that shall stay in float.
  ///   - activations: gives the scale and zero point of the activations in a range.
  /// - Throws: `QuantizationError` for a method that gives no range; `ProgramError` for images that are missing,
  ///   of another shape or not finite, for parameters that are not finite, for a number of bits outside 2...8, and for
  ///   blocks of weights that share a scale; what `activations` throws.
  public func quantized(
    calibration images: Tensor, method: CalibrationMethod = .minMax, weights: Granularity = .perChannel,
    weightBits: Int = 8, except: Set<String> = [],
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    try quantized(
      calibration: [images], method: method, weights: weights, weightBits: weightBits, except: except,
      activations: activations)
  }

  /// Makes an int8 program of a graph with several inputs, with `[n]` examples of each.
  ///
  /// - Throws: `ProgramError` as `quantized(calibration:method:weights:weightBits:except:activations:)`.
  public func quantized(
    calibration inputs: [Tensor], method: CalibrationMethod = .minMax, weights: Granularity = .perChannel,
    weightBits: Int = 8, except: Set<String> = [],
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    try quantized(
      ranges: try compiled().calibration(on: inputs, method: method), weights: weights,
      weightBits: weightBits, except: except, activations: activations)
  }

  /// Makes an int8 program from known ranges of the inputs and of each layer's results.
  ///
  /// - Throws: `ProgramError` as `quantized(calibration:method:weights:weightBits:except:activations:)`, and when the
  ///   range of a layer is missing; what `activations` throws.
  public func quantized(
    ranges: Calibration, weights: Granularity = .perChannel, weightBits: Int = 8, except: Set<String> = [],
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    guard weights.blockSize == nil else {
      throw ProgramError.layer(
        name: "weights", reason: "integer sums cannot mix weights of several scales, as blocks have them")
    }
    let float = try compiled()
    let layers = try withoutActuallyEscaping(activations) { activations in
      var quantizer = IntegerQuantizer(
        plans: float.packed.plans, inputShapes: inputs, granularity: weights, bits: weightBits,
        ranges: ranges,
        activations: activations)
      for (index, layer) in float.storedLayers.enumerated() {
        try quantizer.append(index, isExcluded: layer.isNamed(by: except))
      }
      return try quantizer.finished()
    }
    return try Program(inputShapes: inputs, layers: layers)
  }

  /// Makes a program whose products round their inputs to 8 bits at run time and multiply integers.
  ///
  /// Dynamic-range quantization: no calibration is needed, since each inference finds the scale `max|x| / 127` of each
  /// layer's input. Results and everything between the products are floats. Dense layers and convolutions of images and
  /// sequences are computed so; of other layers with weights only the file shrinks (`Program.fallbacks` names them).
  ///
  /// - Parameters:
  ///   - weights: one scale per output channel, or one for a whole weight tensor.
  ///   - except: the names of layers, or of groups of them such as `multiHeadAttention_1`, that shall stay in float.
  /// - Throws: `ProgramError` for parameters that are not finite, and for blocks of weights that share a scale.
  public func dynamicallyQuantized(
    weights: Granularity = .perChannel, except: Set<String> = []
  ) throws -> Program {
    guard weights.blockSize == nil else {
      throw ProgramError.layer(
        name: "weights", reason: "integer sums cannot mix weights of several scales, as blocks have them")
    }
    var layers = lowered()
    for index in layers.indices where layers[index].kind.weightCount > 0 {
      guard !layers[index].isNamed(by: except) else {
        layers[index].fallback = "it was excluded"
        continue
      }
      for weight in 0..<layers[index].kind.weightCount {
        do {
          layers[index].parameters[weight] = .quantized(
            try QuantizedTensor(layers[index].parameters[weight].floats, granularity: weights))
        } catch {
          throw ProgramError.layer(name: layers[index].name, reason: error.description)
        }
      }
      layers[index].isDynamic = layers[index].canBeDynamic
      if !layers[index].isDynamic, !layers[index].kind.readsIDs {
        layers[index].fallback = "no kernel rounds its inputs at run time; its weights are stored in 8 bits"
      }
    }
    return try Program(inputShapes: inputs, layers: layers)
  }
}

extension FusedLayer {
  /// Whether a name among `names` is that of one of its nodes, or of a group to which one belongs.
  fileprivate func isNamed(by names: Set<String>) -> Bool {
    ([name] + absorbed).contains { node in
      names.contains(node) || names.contains { node.hasPrefix("\($0)/") }
    }
  }
}
