/// The elements in row-major order, on one axis.
public struct Flatten: UnaryLayer {
  /// The name of the kind.
  public static let kind = "flatten"

  /// Makes the layer.
  public init() {}

  /// One axis with all elements.
  public func outputShape(for input: [Int], name: String) -> [Int] { [input.reduce(1, *)] }

  /// The batch as `[n, m]`.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable { tape.flatten(x) }

  /// A flattening.
  public func operation(parameters: [Parameter]) -> Operation { .flatten }
}
