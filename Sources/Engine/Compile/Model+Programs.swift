/// From a trained model to a program in one call.
extension Model {
  /// Makes a program that computes in 32-bit floats; see ``Graph/compiled()``.
  public func compiled() throws -> Program {
    try graph().compiled()
  }

  /// Makes a program whose weights are stored as integers of 1 to 8 bits and computed with as floats; see
  /// ``Graph/compiled(weights:)``.
  public func compiled(
    weights quantize: (_ layer: String, _ weight: Tensor) throws -> QuantizedTensor
  ) throws -> Program {
    try graph().compiled(weights: quantize)
  }

  /// Makes a program that computes in 8-bit integers; see
  /// ``Graph/quantized(calibration:method:weights:weightBits:except:activations:)``.
  public func quantized(
    calibration images: Tensor, method: CalibrationMethod = .minMax, weights: Granularity = .perChannel,
    weightBits: Int = 8, except: Set<String> = [],
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    try graph().quantized(
      calibration: images, method: method, weights: weights, weightBits: weightBits, except: except,
      activations: activations)
  }

  /// Makes a program of a model with several inputs that computes in 8-bit integers.
  public func quantized(
    calibration inputs: [Tensor], method: CalibrationMethod = .minMax, weights: Granularity = .perChannel,
    weightBits: Int = 8, except: Set<String> = [],
    activations: (ClosedRange<Float>) throws -> AffineParameters = AffineParameters.init(covering:)
  ) throws -> Program {
    try graph().quantized(
      calibration: inputs, method: method, weights: weights, weightBits: weightBits, except: except,
      activations: activations)
  }

  /// Makes a program whose products round their inputs at run time; see
  /// ``Graph/dynamicallyQuantized(weights:except:)``.
  public func dynamicallyQuantized(
    weights: Granularity = .perChannel, except: Set<String> = []
  ) throws -> Program {
    try graph().dynamicallyQuantized(weights: weights, except: except)
  }
}
