/// A layer that reads token ids: whole numbers from 0, of which 0 is padding.
public protocol TokenLayer: UnaryLayer {
  /// How many ids there are; nil if any whole number is one.
  var idLimit: Int? { get }
}

extension TokenLayer {
  /// Any whole number is an id.
  public var idLimit: Int? { nil }

  /// Checks the ids of a batch, `[n, length]`.
  ///
  /// - Throws: `ModelError.layer`, naming the layer, for a number that is no id.
  func checkIDs(_ ids: Tensor, name: String) throws(ModelError) {
    guard let reason = wrongID(in: ids, limit: idLimit) else { return }
    throw .layer(name: name, input: Array(ids.shape.dropFirst()), reason: reason)
  }
}

/// What is wrong with ids `[n, length]`, of which there are `limit` or, if nil, any number; nil if nothing is.
func wrongID(in ids: Tensor, limit: Int?) -> String? {
  let end = limit.map(Float.init) ?? .infinity
  let position = ids.withUnsafeBuffer {
    $0.firstIndex { !($0 >= 0 && $0 < end && $0 == $0.rounded()) }
  }
  guard let position else { return nil }
  let range = limit.map { "in 0..<\($0)" } ?? "from 0"
  return "the id \(ids[position]) in example \(position / ids.shape[1]) is not a whole number \(range)"
}

/// The shape of a result with `width` numbers for each id; the input must have one axis.
func lookupShape(for input: [Int], width: Int, name: String) throws(ModelError) -> [Int] {
  guard input.count == 1 else {
    throw .layer(name: name, input: input, reason: "ids have one axis, the length")
  }
  return [input[0], width]
}
