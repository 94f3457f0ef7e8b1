/// Self-attention with learned queries, keys and values, several times side by side.
///
/// `[length, features]` stays `[length, features]`. With `q = x Wq + bq` and likewise k and v, each head takes an equal
/// part of the features and computes `softmax(q k^T / sqrt(features / heads)) v`; the heads side by side, times Wo plus
/// bo, are the result. A second input, a mask `[length]`, gives positions where it is 0 no weight.
///
/// Parameters: `query/weight`, `key/weight`, `value/weight` and `output/weight`, each `[features, features]`, at first
/// Glorot uniform, and each with a `bias` `[features]`, 0. From Vaswani et al., "Attention is all you need" (2017).
public struct MultiHeadAttention: Block {
  /// The name of the kind.
  public static let kind = "multiHeadAttention"

  /// Into how many parts the features are split.
  public let heads: Int

  /// Makes the block.
  public init(heads: Int) { self.heads = heads }

  /// Three projections, the attention and a fourth projection; the heads must divide the features.
  ///
  /// - Parameter others: a mask `[length]`, if there is one.
  public func callAsFunction(_ x: Symbol, _ others: [Symbol]) -> Symbol {
    let builder = x.builder
    let features = x.shape.last ?? 0
    return builder.group(Self.kind) {
      let projections = ["query", "key", "value"].map { builder.add(Dense(features), to: [x], as: $0) }
      let mixture = builder.add(Attention(heads: heads), to: projections + others, as: "attention")
      return builder.add(Dense(features), to: [mixture], as: "output")
    }
  }
}
