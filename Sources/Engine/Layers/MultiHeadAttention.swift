/// Self-attention with learned queries, keys and values, several times side by side.
///
/// `[length, features]` stays `[length, features]`. With `q = x Wq + bq` and likewise k and v, each head takes an equal
/// part of the features and computes `softmax(q k^T / sqrt(features / heads)) v`; the heads side by side, times Wo plus
/// bo, are the result. A second input, a mask `[length]`, gives positions where it is 0 no weight.
///
/// Parameters: `query/weight`, `key/weight`, `value/weight` and `output/weight`, each `[features, features]`, at first
/// Glorot uniform, and each with a `bias` `[features]`, 0. From Vaswani et al., "Attention is all you need" (2017).
public struct MultiHeadAttention: Layer {
  /// The name of the kind.
  public static let kind = "multiHeadAttention"

  /// Into how many parts the features are split.
  public let heads: Int

  /// Makes the layer.
  public init(heads: Int) { self.heads = heads }

  /// The shape of the sequence; the heads must divide its features.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    let length = try sequenceLength(of: inputs, name: name)
    guard heads > 0, inputs[0][1] % heads == 0 else {
      throw .layer(
        name: name, input: inputs[0],
        reason: "the heads (\(heads)) must divide the features (\(inputs[0][1])) evenly")
    }
    try checkSize(of: "the table of weights", [heads, length, length], input: inputs[0], name: name)
    try checkSize(of: "a projection", [inputs[0][1], inputs[0][1]], input: inputs[0], name: name)
    return inputs[0]
  }

  /// A weight and a bias for each of the four projections.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let features = inputs[0][1]
    var parameters: [Parameter] = []
    for projection in projections {
      let weight = Tensor.glorotUniform(
        shape: [features, features], fanIn: features, fanOut: features, using: &generator)
      parameters += [
        Parameter("\(name)/\(projection)/weight", weight),
        Parameter("\(name)/\(projection)/bias", Tensor(shape: [features])),
      ]
    }
    return parameters
  }

  /// The result for a batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    func project(_ x: Variable, _ index: Int) -> Variable {
      tape.dense(
        x, weight: tape.watch(parameters[2 * index]), bias: tape.watch(parameters[2 * index + 1]))
    }
    let y = tape.attention(
      project(inputs[0], 0), project(inputs[0], 1), project(inputs[0], 2),
      mask: inputs.count > 1 ? inputs[1] : nil, heads: heads, scale: scale(of: parameters))
    return project(y, 3)
  }

  /// Appends three products, the attention and a fourth product.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    func dense(_ index: Int) -> Operation {
      .dense(weight: parameters[2 * index].value, bias: parameters[2 * index + 1].value)
    }
    var operands: [Int] = []
    for index in 0..<3 {
      operands.append(
        try graph.append(dense(index), name: "\(name)/\(projections[index])", inputs: [inputs[0]]))
    }
    let attention = try graph.append(
      .attention(heads: heads, scale: scale(of: parameters)), name: "\(name)/attention",
      inputs: operands + inputs.dropFirst())
    return try graph.append(dense(3), name: name, inputs: [attention])
  }

  private var projections: [String] { ["query", "key", "value", "output"] }

  /// `1 / sqrt(features / heads)`, so that products of long vectors do not saturate the softmax.
  private func scale(of parameters: [Parameter]) -> Float {
    (Float(heads) / Float(parameters[0].value.shape[0])).squareRoot()
  }
}
