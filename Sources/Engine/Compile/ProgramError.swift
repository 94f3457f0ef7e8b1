/// Why layers do not make a program, or an image cannot be run.
public enum ProgramError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A graph or file without any layer.
  case empty

  /// Something about a layer does not fit; the text says what.
  case layer(name: String, reason: String)

  /// Parameters or intermediate results would take more memory than a program may.
  case tooLarge(bytes: Int, limit: Int)

  /// The integers of the input are not described by a positive scale and an 8-bit zero point.
  case inputQuantization

  /// Images of another shape than the program takes.
  case imageShape(expected: [Int], actual: [Int])

  /// No image to calibrate with.
  case noCalibrationImages

  /// An image of the calibration data holds infinity or a value that is not a number.
  case calibrationNotFinite(image: Int)

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .empty: "there is no layer to compute"
    case .layer(let name, let reason): "layer \"\(name)\": \(reason)"
    case .tooLarge(let bytes, let limit): "it needs \(bytes) bytes of memory; the limit is \(limit)"
    case .inputQuantization: "the scale of the input must be positive and its zero point in -128...127"
    case .imageShape(let expected, let actual):
      "the program takes images of shape \(expected), not \(actual)"
    case .noCalibrationImages: "calibration needs at least one image"
    case .calibrationNotFinite(let image):
      "calibration image \(image) holds infinity or a value that is not a number"
    }
  }
}
