/// Learned vectors for any number of words from a table of fixed size: the hashing trick.
///
/// Ids `[length]` become `[length, width]`: the sum of `hashes` rows of the parameter `table` `[buckets, width]`, at first
/// uniform in ±0.05. Row j is `hash(j, id) mod buckets`. No vocabulary is stored; words may share a row, but with two
/// hashes or more hardly ever all of them.
///
/// From Weinberger et al., "Feature hashing for large scale multitask learning" (2009), and Svenstrup, Hansen and
/// Winther, "Hash embeddings for efficient word representations" (2017), here without their weights.
public struct HashedEmbedding: TokenLayer {
  /// The name of the kind.
  public static let kind = "hashedEmbedding"

  /// The rows of the table.
  public let buckets: Int

  /// The numbers in one vector.
  public let width: Int

  /// How many rows are added up for an id.
  public let hashes: Int

  /// Makes the layer.
  public init(_ buckets: Int, width: Int, hashes: Int = 2) {
    self.buckets = buckets
    self.width = width
    self.hashes = hashes
  }

  /// `[length, width]`; the input must have one axis.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard buckets > 0, width > 0, (1...settingLimit).contains(hashes) else {
      throw .layer(
        name: name, input: input,
        reason: "the buckets (\(buckets)) and the width (\(width)) must be positive, "
          + "and the hashes (\(hashes)) must lie in 1...\(settingLimit)")
    }
    try checkSize(of: "the table", [buckets, width], input: input, name: name)
    return try lookupShape(for: input, width: width, name: name)
  }

  /// `table`.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    [Parameter("\(name)/table", .uniform(shape: [buckets, width], in: -0.05...0.05, using: &generator))]
  }

  /// The vectors of a batch of ids.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.hashedEmbedding(x, table: tape.watch(parameters[0]), hashes: hashes)
  }

  /// Lookups and a sum.
  public func operation(parameters: [Parameter]) -> Operation {
    .hashedEmbedding(table: parameters[0].value, hashes: hashes)
  }
}
