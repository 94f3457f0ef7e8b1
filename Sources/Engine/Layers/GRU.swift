/// A gated recurrent unit.
///
/// With the gates z, which keeps the state, and r, which resets it:
///
///     z = sigmoid(x Wz + bz + h Uz + cz)        r = sigmoid(x Wr + br + h Ur + cr)
///     n = tanh(x Wn + bn + r * (h Un + cn))     h' = z * h + (1 - z) * n
///
/// Parameters, gates in the order z, r, n: `weight` W `[in, 3 * units]`, at first Glorot uniform; `recurrent` U `[units,
/// 3 * units]`, orthogonal for each gate; `bias` b and `recurrentBias` c `[3 * units]`, 0. From Cho et al., "Learning
/// phrase representations using RNN encoder-decoder" (2014), with the reset gate after the product, as in Keras and
/// PyTorch.
public struct GRU: RecurrentLayer, RoundingLayer {
  /// The name of the kind.
  public static let kind = "gru"

  /// The numbers in the state.
  public let units: Int

  /// Whether the result has the state after each position, or the last one only.
  public let returnsSequence: Bool

  /// Whether it runs from the end to the start.
  public let reversed: Bool

  var roundsAsIntegers = false

  /// Makes the layer.
  public init(_ units: Int, returnsSequence: Bool = false, reversed: Bool = false) {
    self.units = units
    self.returnsSequence = returnsSequence
    self.reversed = reversed
  }

  /// The same layer in a direction.
  public func running(reversed: Bool) -> GRU {
    GRU(units, returnsSequence: returnsSequence, reversed: reversed)
  }

  /// `weight`, `recurrent`, `bias` and `recurrentBias`.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let (features, gates) = (inputs[0][1], 3 * units)
    let weight = Tensor.glorotUniform(
      shape: [features, gates], fanIn: features, fanOut: gates, using: &generator)
    return [
      Parameter("\(name)/weight", weight),
      Parameter("\(name)/recurrent", .orthogonal(size: units, blocks: 3, using: &generator)),
      Parameter("\(name)/bias", Tensor(shape: [gates])),
      Parameter("\(name)/recurrentBias", Tensor(shape: [gates])),
    ]
  }

  /// The states of a batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.gru(
      inputs[0], weight: tape.watch(parameters[0]), recurrent: tape.watch(parameters[1]),
      bias: tape.watch(parameters[2]), recurrentBias: tape.watch(parameters[3]),
      mask: inputs.count > 1 ? inputs[1] : nil, returnsSequence: returnsSequence, reversed: reversed,
      roundsStates: roundsAsIntegers)
  }

  /// Appends one operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    let operation = Operation.gru(
      weight: parameters[0].value, recurrent: parameters[1].value, bias: parameters[2].value,
      recurrentBias: parameters[3].value, Recurrence(returnsSequence: returnsSequence, reversed: reversed))
    return try graph.append(operation, name: name, inputs: inputs)
  }
}
