/// Each output is a weighted sum of all inputs, plus a bias.
///
/// `[in]` becomes `[units]`; of an input with more axes, each position for itself: `[..., in]` becomes `[..., units]`.
/// Parameters: `weight` `[in, units]`, at first Glorot uniform with fanIn = in and fanOut = units, and `bias` `[units]`,
/// at first 0.
public struct Dense: UnaryLayer {
  /// The name of the kind.
  public static let kind = "dense"

  /// The number of outputs.
  public let units: Int

  /// Whether a bias is added.
  public let useBias: Bool

  /// Makes the layer; the defaults are those of Keras.
  public init(_ units: Int, useBias: Bool = true) {
    self.units = units
    self.useBias = useBias
  }

  /// The shape of the input with `units` as the last extent.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard units > 0 else {
      throw .layer(name: name, input: input, reason: "the units (\(units)) must be positive")
    }
    try checkSize(of: "the weight", input.suffix(1) + [units], input: input, name: name)
    return input.dropLast() + [units]
  }

  /// `weight`, and `bias` if used.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let inputs = input[input.count - 1]
    let weight = Tensor.glorotUniform(
      shape: [inputs, units], fanIn: inputs, fanOut: units, using: &generator)
    let bias = useBias ? [Parameter("\(name)/bias", Tensor(shape: [units]))] : []
    return [Parameter("\(name)/weight", weight)] + bias
  }

  /// The outputs of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.dense(x, weight: tape.watch(parameters[0]), bias: useBias ? tape.watch(parameters[1]) : nil)
  }

  /// A matrix product.
  public func operation(parameters: [Parameter]) -> Operation {
    .dense(weight: parameters[0].value, bias: useBias ? parameters[1].value : nil)
  }
}
