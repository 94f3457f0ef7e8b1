import Engine

/// Why bytes are not a model file that can be used.
public enum ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as a model file does.
  case notAModelFile

  /// The file was written by a later version of this program.
  case futureVersion(Int)

  /// The file ends too early.
  case truncated(expected: Int, actual: Int)

  /// Bytes follow the end of the file.
  case trailingBytes(Int)

  /// The bytes are not those that were written.
  case corrupt

  /// The header cannot be read or contradicts itself.
  case header(String)

  /// A tensor is not described by a usable encoding, shape and place.
  case tensor(String, reason: String)

  /// The file holds a checkpoint where a program was expected, or the reverse.
  case content(expected: String, actual: String)

  /// The parts of the file are sound, but do not make a program.
  case program(ProgramError)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notAModelFile: "this is not an .edl model file"
    case .futureVersion(let version):
      "the file has format version \(version); this codelab reads version \(ModelFile.version). Update it."
    case .truncated(let expected, let actual):
      "the file is cut off: \(actual) bytes of \(expected). Export it again."
    case .trailingBytes(let count): "\(count) bytes follow the end of the model. Export it again."
    case .corrupt: "the file is damaged: its checksum does not match. Export it again."
    case .header(let reason): "the header cannot be used: \(reason)"
    case .tensor(let name, let reason): "the tensor \"\(name)\" cannot be used: \(reason)"
    case .content(let expected, let actual): "the file holds a \(actual), not a \(expected)"
    case .program(let error): "the file does not hold a program: \(error)"
    }
  }
}
