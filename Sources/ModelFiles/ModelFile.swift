import Engine

/// The codelab's own model format, with the file name extension `.edl`; FORMAT.md describes it byte by byte.
///
/// All numbers are little-endian.
/// ```
/// bytes 0..<4     "EDLM"
/// bytes 4..<6     format version: 2 if a tensor is Huffman-coded, else 1
/// bytes 6..<8     0
/// bytes 8..<12    bytes in the header
/// bytes 12..<16   CRC-32 of everything after byte 16
/// header          JSON in UTF-8: layers, shapes, and for each tensor its encoding and shape
/// payload         the tensors in the order of the header, without gaps
/// ```
/// Encodings: `f32` and `i32` take 4 bytes a value, `i8` one; `i1` to `i7` are packed without gaps
/// (`BitPacking`) and end at a whole byte. `h1` to `h8`, for weights alone, are integers of so many bits in Huffman
/// codes behind a table (`CodedIntegers`).
///
/// Bytes from anywhere are safe to decode: whatever is wrong with them becomes a `ModelFileError`.
public enum ModelFile {
  /// The latest format version that is read; what an older one can say is written in that one.
  public static let version = 2

  /// The file name extension, without its dot.
  public static let fileExtension = "edl"

  /// The bytes of a model file that holds a program.
  ///
  /// - Parameter coding: how integer weights are stored.
  public static func encode(_ program: Program, coding: WeightCoding = .packed) -> [UInt8] {
    var payload = PayloadWriter()
    let header = Header(program, coding: coding, payload: &payload)
    return Container(version: header.version, header: header.json, payload: payload.bytes).bytes
  }

  /// The program that a model file holds, packed for this machine.
  ///
  /// - Throws: `ModelFileError` for bytes that were damaged, made by a later version, or made to deceive.
  public static func decode(_ bytes: [UInt8]) throws(ModelFileError) -> Program { try read(bytes).program }

  /// The program that a model file holds, and what its bytes hold.
  static func read(_ bytes: [UInt8]) throws(ModelFileError) -> (program: Program, size: FileSize) {
    let container = try Container(bytes)
    let header = try Header(json: container.header)
    guard header.version <= container.version else {
      throw .header("Huffman codes in a file of version \(container.version)")
    }
    var payload = PayloadReader(bytes: container.payload)
    let program = try header.program(payload: &payload)
    try payload.finish()
    var size = payload.size
    size.structure = bytes.count - container.payload.count
    return (program, size)
  }

  /// The bytes of a model file that holds a checkpoint: named tensors, in their order.
  public static func encode(state: [NamedTensor]) -> [UInt8] {
    var payload = PayloadWriter()
    let entries = state.map { named in
      TensorEntry(name: named.name, payload.write(named.tensor))
    }
    let header = Header(tensors: entries)
    return Container(version: header.version, header: header.json, payload: payload.bytes).bytes
  }

  /// The named tensors of a checkpoint.
  ///
  /// - Throws: `ModelFileError` for bytes that were damaged, made by a later version, or made to deceive.
  public static func decodeState(_ bytes: [UInt8]) throws(ModelFileError) -> [NamedTensor] {
    let container = try Container(bytes)
    let header = try Header(json: container.header)
    guard let entries = header.tensors, header.layers == nil else {
      throw .content(expected: "checkpoint", actual: "program")
    }
    var payload = PayloadReader(bytes: container.payload)
    var state: [NamedTensor] = []
    for entry in entries {
      guard let name = entry.name else { throw .header("a tensor has no name") }
      state.append(NamedTensor(name: name, tensor: try payload.floats(entry, name: name, as: \.weights)))
    }
    try payload.finish()
    return state
  }
}
