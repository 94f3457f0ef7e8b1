/// The bytes of a model file by what they hold; the parts make up the whole file.
public struct FileSize: Sendable, Equatable {
  /// Weights, as floats or packed integers.
  public internal(set) var weights = 0

  /// Scales and zero points of integer weights.
  public internal(set) var scales = 0

  /// Biases, and the factors and offsets of normalizations.
  public internal(set) var biases = 0

  /// Everything else: magic, version and checksum, and the description of layers, shapes and encodings.
  public internal(set) var structure = 0

  /// The length of the file.
  public var total: Int { weights + scales + biases + structure }
}

extension ModelFile {
  /// The bytes of a model file by what they hold.
  ///
  /// - Parameter bytes: a file that holds a program.
  /// - Throws: `ModelFileError` as `decode`.
  public static func size(of bytes: [UInt8]) throws(ModelFileError) -> FileSize {
    _ = try decode(bytes)
    let container = try Container(bytes)
    var size = FileSize()
    for layer in try Header(json: container.header).layers ?? [] {
      for (index, parameter) in (layer.parameters ?? []).enumerated() {
        if index < layer.kind.weightCount {
          size.weights += parameter.values.byteCount
        } else {
          size.biases += parameter.values.byteCount
        }
        size.scales += (parameter.scales?.byteCount ?? 0) + (parameter.zeroPoints?.byteCount ?? 0)
      }
    }
    size.structure = bytes.count - container.payload.count
    return size
  }
}
