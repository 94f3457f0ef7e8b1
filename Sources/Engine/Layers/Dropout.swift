/// In training, sets a random share of the elements to 0 and scales the others up; in inference, nothing.
///
/// What stays is multiplied by `1 / (1 - rate)`, so that the expected value does not change. From Srivastava et
/// al., "Dropout" (2014).
public struct Dropout: UnaryLayer {
  /// The name of the kind.
  public static let kind = "dropout"

  /// The probability with which an element becomes 0.
  public let rate: Float

  /// Makes the layer.
  ///
  /// - Parameter rate: 0 or more, and less than 1.
  public init(_ rate: Float) { self.rate = rate }

  /// The shape of the input.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard rate >= 0, rate < 1 else {
      throw .layer(
        name: name, input: input, reason: "the rate (\(rate)) must be at least 0 and less than 1")
    }
    return input
  }

  /// The thinned batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.dropout(x, rate: rate)
  }

  /// Nothing, by name.
  public func operation(parameters: [Parameter]) -> Operation { .dropout }
}
