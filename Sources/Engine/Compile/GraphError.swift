/// Why operations do not make a graph.
public enum GraphError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A graph without any input.
  case noInputs

  /// An input has no axis, or one without extent, or too many elements.
  case inputShape([Int])

  /// Two nodes have the same name.
  case duplicateName(String)

  /// A node reads a node that does not stand before it, or an input that the graph does not have.
  case missingInput(node: String, index: Int)

  /// A node reads the wrong number of other nodes.
  case inputCount(node: String, expected: ClosedRange<Int>, actual: Int)

  /// The inputs of a node do not fit its operation, its settings, or each other.
  case inputs(node: String, kind: String, inputs: [[Int]], reason: String)

  /// A weight, bias or statistic does not fit the input of its node.
  case shapes(node: String, kind: String, input: [Int], parameter: [Int])

  /// A window of a convolution or pooling is larger than what it slides over.
  case windowTooLarge(node: String, window: [Int], input: [Int])

  /// The result of a node would hold more elements than a graph allows.
  case tooLarge(node: String, shape: [Int])

  /// What is wrong, and with which node.
  public var description: String {
    switch self {
    case .noInputs:
      "a graph needs at least one input"
    case .inputShape(let shape):
      "the input shape \(shape) needs at least one axis, positive extents and at most 2^28 elements"
    case .duplicateName(let name):
      "two nodes are called \"\(name)\": names must differ"
    case .missingInput(let node, let index):
      "\"\(node)\" reads node \(index), which does not stand before it"
    case .inputCount(let node, let expected, let actual):
      "\"\(node)\" needs \(text(expected)), not \(actual)"
    case .inputs(let node, let kind, let inputs, let reason):
      "\"\(node)\" (\(kind)): \(reason) (its inputs: \(inputs.map { "\($0)" }.joined(separator: ", ")))"
    case .shapes(let node, let kind, let input, let parameter):
      "\"\(node)\" (\(kind)): a parameter of shape \(parameter) does not fit an input of shape \(input)"
    case .windowTooLarge(let node, let window, let input):
      "\"\(node)\": a window of \(window) does not fit an input of shape \(input)"
    case .tooLarge(let node, let shape):
      "\"\(node)\": a result of shape \(shape) has more than 2^28 elements"
    }
  }

  private func text(_ count: ClosedRange<Int>) -> String {
    if count.upperBound == .max { return "\(count.lowerBound) or more inputs" }
    if count.lowerBound == count.upperBound {
      return "\(count.lowerBound) input\(count.lowerBound == 1 ? "" : "s")"
    }
    return "\(count.lowerBound) to \(count.upperBound) inputs"
  }
}
