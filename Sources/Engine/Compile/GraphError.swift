/// Why operations do not make a graph.
public enum GraphError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The input has no axis, or one without extent, or too many elements.
  case inputShape([Int])

  /// Two nodes have the same name.
  case duplicateName(String)

  /// A node reads a node that does not stand before it.
  case missingInput(node: String, index: Int)

  /// A node reads the wrong number of other nodes.
  case inputCount(node: String, expected: Int, actual: Int)

  /// A weight, bias or statistic does not fit the input of its node.
  case shapes(node: String, kind: String, input: [Int], parameter: [Int])

  /// A window of a convolution or pooling is larger than what it slides over.
  case windowTooLarge(node: String, window: [Int], input: [Int])

  /// The result of a node would hold more elements than a graph allows.
  case tooLarge(node: String, shape: [Int])

  /// What is wrong, and with which node.
  public var description: String {
    switch self {
    case .inputShape(let shape):
      "the input shape \(shape) needs at least one axis, positive extents and at most 2^28 elements"
    case .duplicateName(let name):
      "two nodes are called \"\(name)\": names must differ"
    case .missingInput(let node, let index):
      "\"\(node)\" reads node \(index), which does not stand before it"
    case .inputCount(let node, let expected, let actual):
      "\"\(node)\" needs \(expected) input, not \(actual)"
    case .shapes(let node, let kind, let input, let parameter):
      "\"\(node)\" (\(kind)): a parameter of shape \(parameter) does not fit an input of shape \(input)"
    case .windowTooLarge(let node, let window, let input):
      "\"\(node)\": a window of \(window) does not fit an input of shape \(input)"
    case .tooLarge(let node, let shape):
      "\"\(node)\": a result of shape \(shape) has more than 2^28 elements"
    }
  }
}
