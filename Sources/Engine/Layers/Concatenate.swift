/// Two or more values side by side on the last axis: `[..., a]` and `[..., b]` become `[..., a + b]`.
public struct Concatenate: Layer {
  /// The name of the kind.
  public static let kind = "concatenate"

  /// Makes the layer.
  public init() {}

  /// The shape with the sum of the last extents; the other axes must agree.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    guard inputs.count >= 2 else { throw .inputCount(name: name, expected: 2, actual: inputs.count) }
    let leading = inputs[0].dropLast()
    for other in inputs where other.dropLast() != leading {
      throw .layer(
        name: name, input: inputs[0],
        reason: "another input has the shape \(other), which differs in more than the last axis")
    }
    return leading + [inputs.reduce(0) { $0 + $1[leading.count] }]
  }

  /// The batches side by side.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.concatenate(inputs)
  }

  /// Appends one operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    try graph.append(.concatenate, name: name, inputs: inputs)
  }
}
