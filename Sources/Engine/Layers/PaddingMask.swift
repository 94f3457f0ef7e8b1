/// Which ids are words: 1, or 0 for padding, which has the id 0.
///
/// Ids `[length]` become `[length]`. Recurrent layers, attention and pooling take the mask as their second input.
public struct PaddingMask: TokenLayer {
  /// The name of the kind.
  public static let kind = "paddingMask"

  /// Makes the layer.
  public init() {}

  /// The shape of the input, which must have one axis.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    _ = try lookupShape(for: input, width: 1, name: name)
    return input
  }

  /// The masks of a batch of ids.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.paddingMask(x)
  }

  /// A comparison with 0.
  public func operation(parameters: [Parameter]) -> Operation { .paddingMask }
}
