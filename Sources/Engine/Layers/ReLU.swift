/// The rectified linear unit: `max(x, 0)` of each element.
public struct ReLU: UnaryLayer {
  /// The name of the kind.
  public static let kind = "relu"

  /// Makes the layer.
  public init() {}

  /// The shape of the input.
  public func outputShape(for input: [Int], name: String) -> [Int] { input }

  /// The rectified batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable { tape.relu(x) }

  /// A rectifier.
  public func operation(parameters: [Parameter]) -> Operation { .relu }
}
