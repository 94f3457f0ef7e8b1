/// Why a data file cannot be used; each case names the file.
public enum DataError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not there or cannot be read.
  case unreadable(file: String)

  /// The file does not begin as the format does.
  case magic(file: String, expected: String)

  /// The file announces an extent that is zero or absurd.
  case size(file: String, shape: [Int])

  /// The file ends too early.
  case truncated(file: String, expected: Int, actual: Int)

  /// Bytes follow the last element.
  case trailingBytes(file: String, count: Int)

  /// There are not as many labels as images.
  case counts(file: String, images: Int, labels: Int)

  /// A label outside the classes.
  case label(file: String, position: Int, label: Int, classes: Int)

  /// Images of another size than the dataset has.
  case imageSize(file: String, expected: [Int], actual: [Int])

  /// What is wrong with which file, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file):
      "\(file): cannot be read. Run codelab in its package folder, or restore the file: git checkout Datasets"
    case .magic(let file, let expected):
      "\(file): this is not \(expected). A compressed file must be unpacked first."
    case .size(let file, let shape):
      "\(file): it announces the shape \(shape), which no dataset here has. Restore the file."
    case .truncated(let file, let expected, let actual):
      "\(file): it ends after \(actual) of \(expected) bytes. Restore the file."
    case .trailingBytes(let file, let count):
      "\(file): \(count) bytes follow the last element. Restore the file."
    case .counts(let file, let images, let labels):
      "\(file): \(labels) labels for \(images) images. The two files do not belong together; restore both."
    case .label(let file, let position, let label, let classes):
      "\(file): label \(label) at position \(position) is not in 0..<\(classes). Restore the file."
    case .imageSize(let file, let expected, let actual):
      "\(file): images of \(actual), not \(expected). Restore the file."
    }
  }
}
