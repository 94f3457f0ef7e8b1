/// The ranges of real numbers that a network's input and results take on typical data.
///
/// Quantization needs them to choose scales. Take the images from the training set: the test set must not
/// shape the model that it judges.
public struct Calibration: Sendable, Equatable {
  /// The smallest and largest value of each input.
  public let inputs: [ClosedRange<Float>]

  /// The smallest and largest value of the first input.
  public var input: ClosedRange<Float> { inputs[0] }

  /// The smallest and largest result of each fused layer (after ReLU and pooling), by the layer's name.
  public let results: [String: ClosedRange<Float>]

  /// Takes ranges as they are.
  public init(input: ClosedRange<Float>, results: [String: ClosedRange<Float>]) {
    self.init(inputs: [input], results: results)
  }

  /// Takes ranges of several inputs as they are.
  public init(inputs: [ClosedRange<Float>], results: [String: ClosedRange<Float>]) {
    self.inputs = inputs
    self.results = results
  }
}

extension Program {
  /// Runs images through a float program and finds the range of every layer's results.
  ///
  /// - Parameters:
  ///   - images: `[n] + inputShape` floats, at least one image.
  ///   - method: how ranges follow from the values.
  /// - Throws: `ProgramError` for images of another shape, none at all, values that are not finite, or a program that
  ///   computes in integers; `QuantizationError` for a percentile or a batch size that gives no range.
  public func calibration(
    on images: Tensor, method: CalibrationMethod = .minMax
  ) throws -> Calibration {
    try calibration(on: [images], method: method)
  }

  /// Runs `[n]` examples of each input through a float program and finds the range of every layer's results.
  ///
  /// - Throws: as `calibration(on:method:)` for one input.
  public func calibration(
    on inputs: [Tensor], method: CalibrationMethod = .minMax
  ) throws -> Calibration {
    if let layer = storedLayers.first(where: { $0.outputQuantization != nil }) {
      throw ProgramError.layer(
        name: layer.name, reason: "it computes in integers; calibration observes floats")
    }
    let examples = try exampleCount(of: inputs)
    guard examples > 0 else { throw ProgramError.noCalibrationImages }

    let observer = try RangeObserver(method)
    var seen = [RangeObserver](repeating: observer, count: inputs.count)
    var results = [RangeObserver](repeating: observer, count: packed.plans.count)
    for example in 0..<examples {
      for (index, input) in inputs.enumerated() {
        let size = inputShapes[index].reduce(1, *)
        input.withUnsafeBuffer {
          seen[index].observe(UnsafeBufferPointer(rebasing: $0[example * size..<(example + 1) * size]))
        }
      }
      observeResults(of: inputs, example: example) { results[$0].observe($1) }
      guard seen.allSatisfy(\.isFinite), results.allSatisfy(\.isFinite) else {
        throw ProgramError.calibrationNotFinite(image: example)
      }
    }
    var named: [String: ClosedRange<Float>] = [:]
    for (plan, observer) in zip(packed.plans, results) { named[plan.layer.name] = try observer.range() }
    return Calibration(inputs: try seen.map { try $0.range() }, results: named)
  }

  /// Runs one example through a float program and shows the result of each layer.
  ///
  /// - Parameters:
  ///   - inputs: the inputs, of the program's shapes, `[n]` examples each.
  ///   - observe: receives the index of the layer and its result, which is gone when it returns.
  func observeResults(
    of inputs: [Tensor], example: Int, _ observe: (Int, UnsafeBufferPointer<Float>) -> Void
  ) {
    let context = Context(self)
    withExtendedLifetime(inputs) {
      context.read(example: example, of: inputs)
      packed.run(context) { index, result in
        observe(
          index,
          UnsafeBufferPointer(
            start: result.assumingMemoryBound(to: Float.self), count: packed.plans[index].count))
      }
    }
  }
}
