/// The ranges of real numbers that a network's input and results take on typical data.
///
/// Quantization needs them to choose scales. Take the images from the training set: the test set must not
/// shape the model that it judges.
public struct Calibration: Sendable, Equatable {
  /// The smallest and largest pixel.
  public let input: ClosedRange<Float>

  /// The smallest and largest result of each fused layer (after ReLU and pooling), by the layer's name.
  public let results: [String: ClosedRange<Float>]

  /// Takes ranges as they are.
  public init(input: ClosedRange<Float>, results: [String: ClosedRange<Float>]) {
    self.input = input
    self.results = results
  }
}

extension Program {
  /// Runs images through a float program and finds the range of every layer's results.
  ///
  /// - Parameters:
  ///   - images: `[n] + inputShape` floats, at least one image.
  ///   - method: how ranges follow from the values.
  /// - Throws: `ProgramError` for images of another shape, none at all, or values that are not finite;
  ///   `QuantizationError` for a percentile or a batch size that gives no range.
  /// - Precondition: the program computes in floats.
  public func calibration(
    on images: Tensor, method: CalibrationMethod = .minMax
  ) throws -> Calibration {
    precondition(inputQuantization == nil, "calibration observes a float program")
    try checkShape(of: images)
    let pixels = inputShape.reduce(1, *)
    guard images.count > 0 else { throw ProgramError.noCalibrationImages }

    var input = try RangeObserver(method)
    var results = [RangeObserver](repeating: input, count: packed.plans.count)
    let context = Context(self)
    var logits = [Float](repeating: 0, count: outputShape.reduce(1, *))
    let bad = images.withUnsafeBuffer { buffer -> Int? in
      for image in 0..<buffer.count / pixels {
        let start = buffer.baseAddress! + image * pixels
        input.observe(UnsafeBufferPointer(start: start, count: pixels))
        packed.run(image: start, arena: context.arena, output: &logits) { index, result in
          let count = packed.plans[index].count
          results[index].observe(
            UnsafeBufferPointer(start: result.assumingMemoryBound(to: Float.self), count: count))
        }
        if !input.isFinite || !results.allSatisfy(\.isFinite) { return image }
      }
      return nil
    }
    if let bad { throw ProgramError.calibrationNotFinite(image: bad) }
    var named: [String: ClosedRange<Float>] = [:]
    for (plan, observer) in zip(packed.plans, results) { named[plan.layer.name] = try observer.range() }
    return Calibration(input: try input.range(), results: named)
  }
}
