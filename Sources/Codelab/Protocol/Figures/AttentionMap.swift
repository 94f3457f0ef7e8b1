/// How much each word looks at each other word.
public struct AttentionMap: Codable, Sendable, Equatable {
  /// The weights `[query][key]`; those of a query are at least 0 and add up to 1.
  public var weights: [[Double]]
  /// The words that look: one a row.
  public var queries: [String]
  /// The words that are looked at: one a column.
  public var keys: [String]

  /// Makes a figure of weights.
  ///
  /// - Parameters:
  ///   - weights: the weights `[query][key]`.
  ///   - queries: the words of the rows.
  ///   - keys: the words of the columns; by default those of the rows, as in self-attention.
  public init(_ weights: [[Double]], queries: [String], keys: [String]? = nil) {
    self.weights = weights
    self.queries = queries
    self.keys = keys ?? queries
  }

  /// Makes a figure of one head's weights for one sequence.
  ///
  /// - Parameters:
  ///   - weights: `[queries, keys]`, `[heads, queries, keys]`, or `[examples, heads, queries, keys]`.
  ///   - example: which example.
  ///   - head: which head.
  ///   - queries: the words of the rows; weights of further rows, which pad the sequence, are left out.
  ///   - keys: the words of the columns, likewise; by default those of the rows.
  /// - Precondition: the shape is one of these, and there are weights for every word.
  public init(
    _ weights: Tensor, example: Int = 0, head: Int = 0, queries: [String], keys: [String]? = nil
  ) {
    let shape = weights.shape
    precondition((2...4).contains(shape.count), "no attention weights: \(shape)")
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let heads = shape.count > 2 ? shape[shape.count - 3] : 1
    let keys = keys ?? queries
    precondition(queries.count <= rows && keys.count <= columns, "\(shape) has too few weights for the words")
    let start = (example * heads + head) * rows * columns
    let values = weights.values
    self.init(
      queries.indices.map { row in
        keys.indices.map { Double(values[start + row * columns + $0]) }
      }, queries: queries, keys: keys)
  }
}

extension AttentionMap: FigureData {
  var defect: String? {
    guard Limits.allow(queries), Limits.allow(keys), weights.count == queries.count,
      weights.allSatisfy({ $0.count == keys.count })
    else { return "has weights that do not fit its words" }
    return weights.joined().allSatisfy { $0.isFinite && $0 >= 0 } ? nil : "has a weight that is no share"
  }

  /// Each word with the words it looks at most, at most three.
  var plainLines: [String] {
    zip(queries, weights).map { query, row in
      let most = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(3)
      let words = most.map { "\(keys[$0]) \(Metric.Unit.fraction.text(row[$0]))" }
      return "\(query) looks at \(words.joined(separator: ", "))"
    }
  }

  var summary: String { plainLines.first ?? "no words" }
}
