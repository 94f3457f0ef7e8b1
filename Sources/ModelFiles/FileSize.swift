/// The bytes of a model file by what they hold; the parts make up the whole file.
public struct FileSize: Sendable, Equatable {
  /// Weights, as floats, packed integers, or Huffman codes.
  public internal(set) var weights = 0

  /// Scales and zero points of integer weights.
  public internal(set) var scales = 0

  /// Biases, and the factors and offsets of normalizations.
  public internal(set) var biases = 0

  /// The tables that say which Huffman code stands for which integer.
  public internal(set) var codeTables = 0

  /// Everything else: magic, version and checksum, and the description of layers, shapes and encodings.
  public internal(set) var structure = 0

  /// The length of the file.
  public var total: Int { weights + scales + biases + codeTables + structure }
}

extension ModelFile {
  /// The bytes of a model file by what they hold.
  ///
  /// - Parameter bytes: a file that holds a program.
  /// - Throws: `ModelFileError` as `decode`.
  public static func size(of bytes: [UInt8]) throws(ModelFileError) -> FileSize {
    try read(bytes).size
  }
}
