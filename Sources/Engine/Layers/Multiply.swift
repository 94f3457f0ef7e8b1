/// The product of two or more values of one shape, element by element: how one path gates another.
public struct Multiply: Layer {
  /// The name of the kind.
  public static let kind = "multiply"

  /// Makes the layer.
  public init() {}

  /// The shape of the inputs.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    try commonShape(of: inputs, name: name)
  }

  /// The products of batches.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    inputs.dropFirst().reduce(inputs[0]) { tape.multiply($0, $1) }
  }

  /// Appends one operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    try graph.append(.multiply, name: name, inputs: inputs)
  }
}
