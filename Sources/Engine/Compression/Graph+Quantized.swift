extension Graph {
  /// Makes a program that computes in 8-bit integers from the image to the logits.
  ///
  /// Weights are symmetric in -127...127, activations affine in -128...127 with ranges found by running the
  /// calibration images through the float network, biases 32-bit with scale `inputScale * weightScale`.
  /// Scales are chosen after batch normalization is folded.
  ///
  /// - Parameters:
  ///   - images: training images `[n] + input`, at least one; some hundred are enough.
  ///   - method: how a layer's range follows from its results.
  ///   - weights: one scale per output channel, or one for a whole weight tensor.
  ///   - weightBits: 2...8; the arithmetic stays that of 8 bits, but the file shrinks.
  ///   - activations: gives the scale and zero point of the activations in a range.
  /// - Throws: `QuantizationError` for a method that gives no range; `ProgramError` for images that are missing,
  ///   of another shape or not finite, for parameters that are not finite, for a number of bits outside 2...8, for
  ///   blocks of weights that share a scale, and for layers whose sums could overflow 32 bits; what `activations`
  ///   throws.
  public func quantized(
    calibration images: Tensor, method: CalibrationMethod = .minMax, weights: Granularity = .perChannel,
    weightBits: Int = 8,
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    try quantized(
      ranges: try compiled().calibration(on: images, method: method), weights: weights,
      weightBits: weightBits, activations: activations)
  }

  /// Makes an int8 program from known ranges of the input and of each layer's results.
  ///
  /// - Throws: `ProgramError` as `quantized(calibration:method:weights:weightBits:activations:)`, and when the range
  ///   of a layer is missing; what `activations` throws.
  public func quantized(
    ranges: Calibration, weights: Granularity = .perChannel, weightBits: Int = 8,
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    /// Parameters come from outside and are checked before anything is computed with them.
    func parameters(covering range: ClosedRange<Float>, of name: String) throws -> AffineParameters {
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
    let inputQuantization = try parameters(covering: ranges.input, of: "input")
    var layers: [FusedLayer] = []
    for layer in try lowered() {
      let source = layer.input < 0 ? inputQuantization : layers[layer.input].outputQuantization!
      if layer.kind == .elementwise {
        // Neither the maximum nor ReLU makes new values, so the integers keep their meaning.
        layers.append(layer.with(parameters: .none, outputQuantization: source))
        continue
      }
      guard let range = ranges.results[layer.name] else {
        throw ProgramError.layer(name: layer.name, reason: "the calibration has no range for its results")
      }
      let output = try parameters(covering: range, of: layer.name)
      layers.append(
        layer.with(
          parameters: try layer.integerParameters(input: source, granularity: weights, bits: weightBits),
          outputQuantization: output))
    }
    return try Program(inputShape: input, inputQuantization: inputQuantization, layers: layers)
  }
}

extension FusedLayer {
  /// The weights and bias as integers, for an input of known scale.
  fileprivate func integerParameters(
    input: AffineParameters, granularity: Granularity, bits: Int
  ) throws(ProgramError) -> Parameters {
    guard case .float(let weight, let bias) = parameters, kind != .scale else { return parameters }
    guard granularity.blockSize == nil else {
      throw .layer(
        name: name, reason: "integer sums cannot mix weights of several scales, as blocks have them")
    }
    guard bias.isFinite else { throw .layer(name: name, reason: "a bias is infinite or not a number") }
    do {
      var scales = try symmetricScales(of: weight, bits: bits, granularity: granularity)
      // Where weights are tiny beside the bias, a coarser scale keeps the bias within 2^30 steps.
      for channel in 0..<bias.count {
        let index = scales.count == 1 ? 0 : channel
        scales[index] = max(scales[index], abs(bias[channel]) / input.scale / Float(1 << 30))
      }
      let integers = try QuantizedTensor(weight, bits: bits, scales: scales, granularity: granularity)
      let steps = (0..<bias.count).map { channel -> Int32 in
        let scale = Double(input.scale) * Double(scales.count == 1 ? scales[0] : scales[channel])
        return Int32((Double(bias[channel]) / scale).rounded(.toNearestOrEven))
      }
      return .integer(weight: integers, bias: steps)
    } catch {
      throw .layer(name: name, reason: error.description)
    }
  }
}
