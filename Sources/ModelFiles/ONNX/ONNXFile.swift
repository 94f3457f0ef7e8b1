import Engine

/// Programs as ONNX files, which ONNX Runtime and many other tools run.
///
/// A program in floats becomes a graph of floats. In one of 8-bit integers, products and poolings stand between
/// `DequantizeLinear` and `QuantizeLinear`, weights are stored as 8-bit integers with a scale for each output and biases
/// as 32-bit integers; ONNX Runtime computes those in integers, on x86 if the session's `session.qdqisint8allowed` is
/// `1`. Everything else follows the definition of the engine's
/// integer kernels step by step, on whole numbers held in floats, so that the integers are the same. Such sums are exact
/// below 2^24.
///
/// Inputs and the output have the program's shapes behind a batch axis of any extent, images `[batch, height, width,
/// channels]`. Images are transposed once behind the input and once before they are flattened. Operator set 18.
public enum ONNXFile {
  /// The bytes of a file that computes what a program computes.
  ///
  /// - Parameter name: what the graph is called.
  public static func encode(_ program: Program, name: String = "model") -> [UInt8] {
    var exporter = ONNXExporter(program, name: name)
    exporter.export()
    return exporter.builder.graph.file(notes: [
      ("arithmetic", program.arithmetic.rawValue), ("layout", "inputs [batch, height, width, channels]"),
    ])
  }
}
