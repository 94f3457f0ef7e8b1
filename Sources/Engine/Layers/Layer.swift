/// A kind of layer with its settings, which computes one operation.
///
/// What it learns lives in parameters, which a model owns. Shapes are those of one image or vector; the batch
/// axis, always first, is left out. Most layers read one value and are a `UnaryLayer`.
public protocol Layer: Block {
  /// The name of the kind, from which a model names its layers: `conv2d` makes `conv2d_1`, `conv2d_2`...
  static var kind: String { get }

  /// The shape of the result for inputs of the shapes `inputs`.
  ///
  /// - Throws: `ModelError.layer`, naming the layer `name`, when settings and inputs do not fit.
  func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int]

  /// New parameters for inputs of the shapes `inputs`, in the order in which `apply` takes them.
  func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter]

  /// The result for batches, each `[n, ...]`, recorded on `tape`.
  func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable

  /// Appends what the layer computes in inference, one operation, and returns the index of its node.
  ///
  /// - Parameters:
  ///   - inputs: the nodes it reads.
  ///   - name: the name of the node.
  func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int
}

extension Layer {
  /// No parameters.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] { [] }

  /// The symbol of the layer's result.
  public func callAsFunction(_ x: Symbol, _ others: [Symbol]) -> Symbol {
    x.builder.add(self, to: [x] + others)
  }
}

/// A layer that reads one value and is one operation in a graph.
public protocol UnaryLayer: Layer {
  /// The shape of the result for an input of shape `input`.
  ///
  /// - Throws: `ModelError.layer`, naming the layer `name`, when settings and input do not fit.
  func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int]

  /// New parameters for an input of shape `input`, in the order in which `apply` takes them.
  func makeParameters(for input: [Int], name: String, using generator: inout SeededGenerator) -> [Parameter]

  /// The result for a batch `x` `[n, ...]`, recorded on `tape`.
  func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable

  /// What the layer becomes in a graph for inference.
  func operation(parameters: [Parameter]) -> Operation
}

extension UnaryLayer {
  /// The shape of the result; there must be one input.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    guard inputs.count == 1 else {
      throw .inputCount(name: name, expected: 1, actual: inputs.count)
    }
    return try outputShape(for: inputs[0], name: name)
  }

  /// No parameters.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] { [] }

  /// The parameters for the one input.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] { makeParameters(for: inputs[0], name: name, using: &generator) }

  /// The result for the one input.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    apply(to: inputs[0], parameters: parameters, on: tape)
  }

  /// Appends the operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    try graph.append(operation(parameters: parameters), name: name, inputs: inputs)
  }
}
