/// `exp(x) / sum(exp(x))` over the last axis: positive numbers that add up to 1.
///
/// Not for the end of a classifier: its losses take logits, with which they are more exact.
public struct Softmax: UnaryLayer {
  /// The name of the kind.
  public static let kind = "softmax"

  /// Makes the layer.
  public init() {}

  /// The shape of the input.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] { input }

  /// The shares of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable { tape.softmax(x) }

  /// A softmax.
  public func operation(parameters: [Parameter]) -> Operation { .softmax }
}
