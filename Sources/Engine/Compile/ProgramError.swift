/// Why layers do not make a program, or an image cannot be run.
public enum ProgramError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A graph or file without any layer.
  case empty

  /// The shapes of a layer do not fit.
  case graph(GraphError)

  /// Something about a layer does not fit; the text says what.
  case layer(name: String, reason: String)

  /// Parameters or intermediate results would take more memory than a program may.
  case tooLarge(bytes: Int, limit: Int)

  /// Images of another shape than the program takes.
  case imageShape(expected: [Int], actual: [Int])

  /// Not one tensor for each input of the program, or tensors of different numbers of examples.
  case inputCount(expected: Int, actual: Int)

  /// An example with an element that is infinite or not a number; `input` is the index among the program's inputs.
  case notFinite(input: Int, example: Int)

  /// No image to calibrate with.
  case noCalibrationImages

  /// An image of the calibration data holds infinity or a value that is not a number.
  case calibrationNotFinite(image: Int)

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .empty: "there is no layer to compute"
    case .graph(let error): error.description
    case .layer(let name, let reason): "layer \"\(name)\": \(reason)"
    case .tooLarge(let bytes, let limit): "it needs \(bytes) bytes of memory; the limit is \(limit)"
    case .imageShape(let expected, let actual):
      "the program takes images of shape \(expected), not \(actual)"
    case .inputCount(let expected, let actual):
      "the program takes \(expected) inputs of as many examples each, not \(actual)"
    case .notFinite(let input, let example):
      "example \(example) of input \(input) holds a value that is infinite or not a number"
    case .noCalibrationImages: "calibration needs at least one image"
    case .calibrationNotFinite(let image):
      "calibration image \(image) holds infinity or a value that is not a number"
    }
  }
}
