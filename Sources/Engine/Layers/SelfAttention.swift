/// Each position becomes a mixture of all positions, by how much they resemble it; nothing is learned.
///
/// `y = softmax(scale * x x^T) x` for `x` `[length, features]`: queries, keys and values are the input itself. If there
/// is a second input, a mask `[length]`, positions where it is 0 are mixed into nothing; with no position left the
/// result is 0. Memory grows with the square of the length.
///
/// The attention of Vaswani et al., "Attention is all you need" (2017), without projections. They take 1 / sqrt(features)
/// as the scale, so that the softmax does not saturate when there are many features.
public struct SelfAttention: Layer, RoundingLayer {
  /// The name of the kind.
  public static let kind = "selfAttention"

  /// By what the products of positions are multiplied.
  public let scale: Float

  var roundsAsIntegers = false

  /// Makes the layer.
  public init(scale: Float = 1) { self.scale = scale }

  /// The shape of the sequence.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    let length = try sequenceLength(of: inputs, name: name)
    try checkSize(of: "the table of weights", [length, length], input: inputs[0], name: name)
    guard scale > 0, scale.isFinite else {
      throw .layer(name: name, input: inputs[0], reason: "the scale (\(scale)) must be positive and finite")
    }
    return inputs[0]
  }

  /// The mixtures of a batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.attention(
      inputs[0], inputs[0], inputs[0], mask: inputs.count > 1 ? inputs[1] : nil, scale: scale,
      roundsWeights: roundsAsIntegers)
  }

  /// Appends one operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    let operands = [inputs[0], inputs[0], inputs[0]] + inputs.dropFirst()
    return try graph.append(.attention(heads: 1, scale: scale), name: name, inputs: operands)
  }
}
