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
  /// The index that stands for the graph's input among the inputs of a node.
  public static let inputIndex = -1

  /// The shape of one input, without the batch axis.
  public let input: [Int]

  /// The operations, each after those whose results it reads.
  public private(set) var nodes: [Node] = []

  /// The index of the node whose result the graph gives; the last appended node.
  public private(set) var output = Graph.inputIndex

  /// Makes a graph without operations.
  ///
  /// - Parameter input: the shape of one input without the batch axis; at least one axis, all positive.
  public init(input: [Int]) throws(GraphError) {
    guard !input.isEmpty, input.allSatisfy({ $0 > 0 }), elementCount(input) != nil else {
      throw GraphError.inputShape(input)
    }
    self.input = input
  }

  /// Takes nodes whose shapes are known to fit.
  init(input: [Int], checked nodes: [Node], output: Int) {
    self.input = input
    self.nodes = nodes
    self.output = output
  }

  /// Appends an operation, which becomes the output of the graph.
  ///
  /// - Parameters:
  ///   - inputs: the nodes to read; nil reads the last appended node, or the graph's input at first.
  /// - Returns: the index of the new node.
  /// - Throws: `GraphError` when an input does not exist or the shapes do not fit.
  @discardableResult
  public mutating func append(
    _ operation: Operation, name: String, inputs: [Int]? = nil
  ) throws(GraphError) -> Int {
    let inputs = inputs ?? [nodes.count - 1]
    guard !nodes.contains(where: { $0.name == name }) else { throw GraphError.duplicateName(name) }
    for index in inputs where index < Graph.inputIndex || index >= nodes.count {
      throw GraphError.missingInput(node: name, index: index)
    }
    guard inputs.count == 1 else {
      throw GraphError.inputCount(node: name, expected: 1, actual: inputs.count)
    }
    let shape = try operation.outputShape(for: shape(of: inputs[0]), node: name)
    nodes.append(Node(name: name, operation: operation, inputs: inputs, shape: shape, absorbed: []))
    output = nodes.count - 1
    return output
  }

  /// The shape of a node's result, or of the graph's input for `Graph.inputIndex`.
  public func shape(of index: Int) -> [Int] {
    index == Graph.inputIndex ? input : nodes[index].shape
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

  /// The nodes it reads, by index; `Graph.inputIndex` is the input of the graph.
  public let inputs: [Int]

  /// The shape of its result without the batch axis.
  public let shape: [Int]

  /// The names of nodes that a pass merged into this one.
  public let absorbed: [String]
}

/// What a node computes.
public enum Operation: Sendable {
  /// Cross-correlation with `weight` `[kernelHeight, kernelWidth, inputs, outputs]`, plus `bias` `[outputs]`.
  case conv2D(weight: Tensor, bias: Tensor?, stride: Int, padding: Padding)

  /// `gamma * (x - mean) / sqrt(variance + epsilon) + beta` per channel; each vector is `[channels]`.
  case batchNorm(gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor, epsilon: Float)

  /// `max(x, 0)`.
  case relu

  /// The maximum of each `size` by `size` window, side by side; rows and columns left over are dropped.
  case maxPool2D(size: Int)

  /// The same elements, in row-major order, on one axis.
  case flatten

  /// Nothing: dropout acts only in training.
  case dropout

  /// The product with `weight` `[inputs, outputs]`, plus `bias` `[outputs]`.
  case dense(weight: Tensor, bias: Tensor?)
}

/// What a convolution reads beyond the border of its input.
public enum Padding: String, Sendable, Codable {
  /// Nothing: only windows inside the input count. Output extent: `(input - kernel) / stride + 1`.
  case valid

  /// Zeros, so that the output extent is `input / stride` rounded up.
  ///
  /// TensorFlow's convention: of an odd number of padded rows, the extra one is at the bottom or right.
  case same

  /// The extent of the output along one axis; zero or less when the kernel does not fit.
  public func outputExtent(input: Int, kernel: Int, stride: Int) -> Int {
    switch self {
    case .valid: input < kernel ? 0 : (input - kernel) / stride + 1
    case .same: (input - 1) / stride + 1
    }
  }

  /// The zeros before the first element and after the last one along one axis.
  public func zeros(input: Int, kernel: Int, stride: Int) -> (before: Int, after: Int) {
    guard self == .same else { return (0, 0) }
    let output = outputExtent(input: input, kernel: kernel, stride: stride)
    let total = max(0, (output - 1) * stride + kernel - input)
    return (total / 2, total - total / 2)
  }
}
