/// Each query becomes a mixture of values, by how much it resembles their keys; nothing is learned.
///
/// Read from queries `[lq, d]`, keys `[lk, d]` and values `[lk, dv]`, the result is `[lq, dv]`. Each head takes an equal
/// part of the features and computes `softmax(q k^T / sqrt(d / heads)) v`; the results lie side by side. A fourth value,
/// a mask `[lk]`, gives keys where it is 0 no weight; with no key left the result is 0. Memory grows with `lq · lk`.
///
/// ```swift
/// let answer = Attention(heads: 2)(Dense(16)(questions), Dense(16)(texts), Dense(16)(texts), PaddingMask()(ids))
/// ```
/// From Vaswani et al., "Attention is all you need" (2017), section 3.2.
public struct Attention: Layer, RoundingLayer {
  /// The name of the kind.
  public static let kind = "attention"

  /// Into how many parts the features are split.
  public let heads: Int

  var roundsAsIntegers = false

  /// Makes the layer.
  public init(heads: Int = 1) { self.heads = heads }

  /// `[lq, dv]`; the heads must divide the features.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    func fail(_ reason: String) -> ModelError { .layer(name: name, input: inputs[0], reason: reason) }
    guard inputs.count == 3 || inputs.count == 4 else {
      throw fail("it reads queries, keys, values and maybe a mask, not \(inputs.count) values")
    }
    let (q, k, v) = (inputs[0], inputs[1], inputs[2])
    let length = try sequenceLength(of: [k] + inputs.dropFirst(3), name: name)
    guard q.count == 2, v.count == 2, q[1] == k[1], v[0] == length else {
      throw fail("keys \(k) and values \(v) do not go with it: it needs [lq, d], [lk, d] and [lk, dv]")
    }
    guard heads > 0, q[1] % heads == 0, v[1] % heads == 0 else {
      let features = q[1] == v[1] ? "\(q[1])" : "\(q[1]) and \(v[1])"
      throw fail("the heads (\(heads)) must divide the features (\(features)) evenly")
    }
    try checkSize(of: "the table of weights", [heads, q[0], length], input: q, name: name)
    return [q[0], v[1]]
  }

  /// The mixtures of a batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.attention(
      inputs[0], inputs[1], inputs[2], mask: inputs.count > 3 ? inputs[3] : nil, heads: heads,
      scale: scale(features: inputs[0].value.shape[2]), roundsWeights: roundsAsIntegers)
  }

  /// Appends one operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    let scale = scale(features: graph.shape(of: inputs[0])[1])
    return try graph.append(.attention(heads: heads, scale: scale), name: name, inputs: inputs)
  }

  /// `1 / sqrt(features / heads)`, so that products of long vectors do not saturate the softmax.
  private func scale(features: Int) -> Float { (Float(heads) / Float(features)).squareRoot() }
}
