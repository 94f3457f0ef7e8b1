/// A network as data: what a trained model becomes before it is compiled for inference.
///
/// Nodes name their inputs by index and stand in an order in which every input comes first, so a graph
/// is acyclic by construction. Shapes are inferred and checked as nodes are appended. Images are
/// `[height, width, channels]`; the batch axis is left out.
///
/// ```swift
/// var graph = try Graph(input: [28, 28, 1])
/// try graph.append(.conv2D(weight: w, bias: b, stride: 1, padding: .valid), name: "conv2d_1")
/// try graph.append(.relu, name: "relu_1")
/// ```
public struct Graph: Sendable {
  /// The index that stands for the graph's first input among the inputs of a node.
  public static let inputIndex = input(0)

  /// The index that stands for one of the graph's inputs among the inputs of a node: -1, -2, ...
  public static func input(_ number: Int) -> Int { -1 - number }

  /// The shape of each input, without the batch axis.
  public let inputs: [[Int]]

  /// The shape of the first input, without the batch axis.
  public var input: [Int] { inputs[0] }

  /// The operations, each after those whose results it reads.
  public private(set) var nodes: [Node] = []

  /// The index of the node whose result the graph gives; the last appended node.
  public private(set) var output = Graph.inputIndex

  /// Makes a graph with one input and without operations.
  ///
  /// - Parameter input: the shape of the input without the batch axis; at least one axis, all positive.
  public init(input: [Int]) throws(GraphError) {
    try self.init(inputs: [input])
  }

  /// Makes a graph with several inputs and without operations.
  ///
  /// - Parameter inputs: the shape of each input without the batch axis; at least one axis, all positive.
  public init(inputs: [[Int]]) throws(GraphError) {
    guard !inputs.isEmpty else { throw .noInputs }
    for shape in inputs {
      guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) != nil else {
        throw .inputShape(shape)
      }
    }
    self.inputs = inputs
  }

  /// Takes nodes whose shapes are known to fit.
  init(inputs: [[Int]], checked nodes: [Node], output: Int) {
    self.inputs = inputs
    self.nodes = nodes
    self.output = output
  }

  /// Appends an operation, which becomes the output of the graph.
  ///
  /// - Parameters:
  ///   - operation: what the node computes.
  ///   - name: a name that no other node has.
  ///   - inputs: what to read: indices of nodes, or `Graph.input(0)` and so on; nil reads the last appended node, or
  ///     the graph's first input at first.
  /// - Returns: the index of the new node.
  /// - Throws: `GraphError` when an input does not exist or the shapes do not fit.
  @discardableResult
  public mutating func append(
    _ operation: Operation, name: String, inputs: [Int]? = nil
  ) throws(GraphError) -> Int {
    let inputs = inputs ?? [nodes.count - 1]
    guard !nodes.contains(where: { $0.name == name }) else { throw GraphError.duplicateName(name) }
    for index in inputs where index < Graph.input(self.inputs.count - 1) || index >= nodes.count {
      throw GraphError.missingInput(node: name, index: index)
    }
    let shape = try operation.outputShape(for: inputs.map(shape), node: name)
    nodes.append(Node(name: name, operation: operation, inputs: inputs, shape: shape, absorbed: []))
    output = nodes.count - 1
    return output
  }

  /// The shape of a node's result, or of one of the graph's inputs.
  public func shape(of index: Int) -> [Int] {
    index < 0 ? inputs[-1 - index] : nodes[index].shape
  }

  /// The number of stored numbers: weights, biases, and the four vectors of each batch normalization.
  public var parameterCount: Int { nodes.reduce(0) { $0 + $1.operation.parameterCount } }
}

/// One operation of a graph and the shape of its result.
public struct Node: Sendable {
  /// A name that no other node of the graph has.
  public let name: String

  /// What the node computes.
  public let operation: Operation

  /// What it reads: nodes by index, or inputs of the graph as `Graph.input(_:)`.
  public let inputs: [Int]

  /// The shape of its result without the batch axis.
  public let shape: [Int]

  /// The names of nodes that a pass merged into this one.
  public let absorbed: [String]
}
