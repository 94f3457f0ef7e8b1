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
  /// Runs images through a float program and keeps the extremes of every layer.
  ///
  /// - Parameter images: `[n] + inputShape` floats, at least one image.
  /// - Throws: `ProgramError` for images of another shape, none at all, or values that are not finite.
  /// - Precondition: the program computes in floats.
  public func calibration(on images: Tensor) throws(ProgramError) -> Calibration {
    precondition(inputQuantization == nil, "calibration observes a float program")
    try checkShape(of: images)
    let pixels = inputShape.reduce(1, *)
    guard images.count > 0 else { throw .noCalibrationImages }

    var input = Extremes()
    var results = [Extremes](repeating: Extremes(), count: packed.plans.count)
    let context = Context(self)
    var logits = [Float](repeating: 0, count: outputShape.reduce(1, *))
    let bad = images.withUnsafeBuffer { buffer -> Int? in
      for image in 0..<buffer.count / pixels {
        let start = buffer.baseAddress! + image * pixels
        input.include(start, count: pixels)
        packed.run(image: start, arena: context.arena, output: &logits) { index, result in
          let count = packed.plans[index].count
          results[index].include(result.assumingMemoryBound(to: Float.self), count: count)
        }
        if !input.isFinite || !results.allSatisfy(\.isFinite) { return image }
      }
      return nil
    }
    if let bad { throw .calibrationNotFinite(image: bad) }
    let named = zip(packed.plans, results).map { ($0.layer.name, $1.range) }
    return Calibration(input: input.range, results: Dictionary(uniqueKeysWithValues: named))
  }
}

/// The smallest and largest value seen; remembers values that are not finite.
private struct Extremes {
  var low = Float.infinity
  var high = -Float.infinity
  var isFinite = true

  var range: ClosedRange<Float> { low...high }

  mutating func include(_ values: UnsafePointer<Float>, count: Int) {
    for index in 0..<count {
      let value = values[index]
      if !value.isFinite { isFinite = false }
      if value < low { low = value }
      if value > high { high = value }
    }
  }
}
