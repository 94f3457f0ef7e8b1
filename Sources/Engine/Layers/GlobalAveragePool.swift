/// The mean of each channel over all positions.
///
/// `[h, w, c]` or `[l, c]` becomes `[c]`. A second input, a mask `[l]` of zeros and ones such as `PaddingMask` gives,
/// restricts a sequence to its ones; with none of them the result is 0.
public struct GlobalAveragePool: Layer {
  /// The name of the kind.
  public static let kind = "globalAveragePool"

  /// Makes the layer.
  public init() {}

  /// `[c]`; the input must be an image or a sequence.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    try [pooledChannels(of: inputs, name: name)]
  }

  /// The pooled batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.globalAveragePool(inputs[0], mask: inputs.count == 2 ? inputs[1].value : nil)
  }

  /// Appends a pooling.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    try graph.append(.globalPool(.average), name: name, inputs: inputs)
  }
}

/// The channels of an image, or of a sequence, which a mask may follow as the second input.
func pooledChannels(of inputs: [[Int]], name: String) throws(ModelError) -> Int {
  guard let input = inputs.first, input.count == 2 || (input.count == 3 && inputs.count == 1) else {
    throw .layer(
      name: name, input: inputs.first ?? [],
      reason:
        "it needs an image [height, width, channels], or a sequence [length, features] and maybe its mask")
  }
  guard inputs.count == 1 || inputs[1...] == [[input[0]]] else {
    throw .layer(
      name: name, input: input, reason: "a mask must have the shape [\(input[0])], not \(inputs[1...])")
  }
  return input[input.count - 1]
}
