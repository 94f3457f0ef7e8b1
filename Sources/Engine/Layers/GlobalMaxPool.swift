/// The maximum of each channel over all positions.
///
/// `[h, w, c]` or `[l, c]` becomes `[c]`. A second input, a mask `[l]` of zeros and ones such as `PaddingMask` gives,
/// restricts a sequence to its ones; with none of them the result is 0.
public struct GlobalMaxPool: Layer {
  /// The name of the kind.
  public static let kind = "globalMaxPool"

  /// Makes the layer.
  public init() {}

  /// `[c]`; the input must be an image or a sequence.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    try [pooledChannels(of: inputs, name: name)]
  }

  /// The pooled batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.globalMaxPool(inputs[0], mask: inputs.count == 2 ? inputs[1].value : nil)
  }

  /// Appends a pooling.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    try graph.append(.globalPool(.max), name: name, inputs: inputs)
  }
}
