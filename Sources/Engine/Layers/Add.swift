/// The sum of two values or more, all of one shape.
public struct Add: Layer {
  /// The name of the kind.
  public static let kind = "add"

  /// Makes the layer.
  public init() {}

  /// The shape of the inputs, which must agree.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    try commonShape(of: inputs, name: name)
  }

  /// The sum of the batches.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    inputs.dropFirst().reduce(inputs[0]) { tape.add($0, $1) }
  }

  /// A sum.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    try graph.append(.add, name: name, inputs: inputs)
  }
}

/// The shape that two inputs or more have in common.
///
/// - Throws: `ModelError.inputCount` for a single input, `ModelError.layer` for shapes that differ.
func commonShape(of inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
  guard inputs.count >= 2 else { throw .inputCount(name: name, expected: 2, actual: inputs.count) }
  guard let other = inputs.first(where: { $0 != inputs[0] }) else { return inputs[0] }
  throw .layer(name: name, input: inputs[0], reason: "another input has the shape \(other); they must agree")
}
