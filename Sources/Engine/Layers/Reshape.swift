/// The same elements, in row-major order, under another shape.
public struct Reshape: UnaryLayer {
  /// The name of the kind.
  public static let kind = "reshape"

  /// The shape of the result, without the batch axis.
  public let shape: [Int]

  /// Makes the layer.
  public init(_ shape: [Int]) { self.shape = shape }

  /// The shape, which must hold as many elements as the input.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) == elementCount(input) else {
      throw .layer(name: name, input: input, reason: "its elements do not fill the shape \(shape)")
    }
    return shape
  }

  /// The batch under its new shape.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.reshape(x, to: shape)
  }

  /// Another shape.
  public func operation(parameters: [Parameter]) -> Operation { .reshape(shape) }
}
