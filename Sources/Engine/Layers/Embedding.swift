/// A learned vector for each word of a vocabulary.
///
/// Ids `[length]` become `[length, width]`: row `id` of the parameter `table` `[vocabulary, width]`, at first uniform in
/// ±0.05 as in Keras. Ids are whole numbers in `0..<vocabulary`, of which 0 stands for padding. A training step changes
/// only the rows that its batch has read (see `Optimizer`).
public struct Embedding: TokenLayer {
  /// The name of the kind.
  public static let kind = "embedding"

  /// The number of ids.
  public let vocabulary: Int

  /// The numbers in one vector.
  public let width: Int

  /// Makes the layer.
  public init(_ vocabulary: Int, width: Int) {
    self.vocabulary = vocabulary
    self.width = width
  }

  /// The ids are those of the table's rows.
  public var idLimit: Int? { vocabulary }

  /// `[length, width]`; the input must have one axis.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard vocabulary > 0, width > 0 else {
      throw .layer(
        name: name, input: input,
        reason: "the vocabulary (\(vocabulary)) and the width (\(width)) must be positive")
    }
    try checkSize(of: "the table", [vocabulary, width], input: input, name: name)
    return try lookupShape(for: input, width: width, name: name)
  }

  /// `table`.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    [
      Parameter(
        "\(name)/table", .uniform(shape: [vocabulary, width], in: -0.05...0.05, using: &generator))
    ]
  }

  /// The vectors of a batch of ids.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.embedding(x, table: tape.watch(parameters[0]))
  }

  /// A lookup.
  public func operation(parameters: [Parameter]) -> Operation { .embedding(table: parameters[0].value) }
}
