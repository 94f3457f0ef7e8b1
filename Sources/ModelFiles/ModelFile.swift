import Engine

/// The codelab's own model format, with the file name extension `.edl`; FORMAT.md describes it byte by byte.
///
/// All numbers are little-endian.
/// ```
/// bytes 0..<4     "EDLM"
/// bytes 4..<6     format version, 1
/// bytes 6..<8     0
/// bytes 8..<12    bytes in the header
/// bytes 12..<16   CRC-32 of everything after byte 16
/// header          JSON in UTF-8: layers, shapes, and for each tensor its encoding and shape
/// payload         the tensors in the order of the header, without gaps
/// ```
/// Encodings: `f32` and `i32` take 4 bytes a value, `i8` one; `i1` to `i7` are packed without gaps
/// (`BitPacking`) and end at a whole byte.
///
/// Bytes from anywhere are safe to decode: whatever is wrong with them becomes a `ModelFileError`.
public enum ModelFile {
  /// The format version that is written, and the latest that is read.
  public static let version = 1

  /// The file name extension, without its dot.
  public static let fileExtension = "edl"

  /// The bytes of a model file that holds a program.
  public static func encode(_ program: Program) -> [UInt8] {
    var payload = PayloadWriter()
    let header = Header(program, payload: &payload)
    return Container(header: header.json, payload: payload.bytes).bytes
  }

  /// The program that a model file holds, packed for this machine.
  ///
  /// - Throws: `ModelFileError` for bytes that were damaged, made by a later version, or made to deceive.
  public static func decode(_ bytes: [UInt8]) throws(ModelFileError) -> Program {
    let container = try Container(bytes)
    let header = try Header(json: container.header)
    var payload = PayloadReader(bytes: container.payload)
    let program = try header.program(payload: &payload)
    try payload.finish()
    return program
  }

  /// The bytes of a model file that holds a checkpoint: named tensors, in their order.
  public static func encode(state: [NamedTensor]) -> [UInt8] {
    var payload = PayloadWriter()
    let entries = state.map { named in
      TensorEntry(name: named.name, payload.write(named.tensor))
    }
    let header = Header(tensors: entries)
    return Container(header: header.json, payload: payload.bytes).bytes
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
      state.append(NamedTensor(name: name, tensor: try payload.floats(entry, name: name)))
    }
    try payload.finish()
    return state
  }
}
