/// A long short-term memory.
///
/// With an inner state c beside the state h, and gates for what comes in, what is forgotten and what goes out:
///
///     i, f, o = sigmoid(x W + h U + b)     g = tanh(x W + h U + b)
///     c' = f * c + i * g                   h' = o * tanh(c')
///
/// Parameters, gates in the order i, f, g, o: `weight` W `[in, 4 * units]`, at first Glorot uniform; `recurrent` U
/// `[units, 4 * units]`, orthogonal for each gate; `bias` b `[4 * units]`, 0, but 1 for the forget gate, so that at
/// first it keeps (Jozefowicz et al., 2015). From Hochreiter and Schmidhuber, "Long short-term memory" (1997), with the
/// forget gate of Gers, Schmidhuber and Cummins (2000).
public struct LSTM: RecurrentLayer, RoundingLayer {
  /// The name of the kind.
  public static let kind = "lstm"

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
  public func running(reversed: Bool) -> LSTM {
    LSTM(units, returnsSequence: returnsSequence, reversed: reversed)
  }

  /// `weight`, `recurrent` and `bias`.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let (features, gates) = (inputs[0][1], 4 * units)
    let weight = Tensor.glorotUniform(
      shape: [features, gates], fanIn: features, fanOut: gates, using: &generator)
    let bias = (0..<gates).map { $0 / units == 1 ? 1 : 0 as Float }
    return [
      Parameter("\(name)/weight", weight),
      Parameter("\(name)/recurrent", .orthogonal(size: units, blocks: 4, using: &generator)),
      Parameter("\(name)/bias", Tensor(shape: [gates], values: bias)),
    ]
  }

  /// The states of a batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.lstm(
      inputs[0], weight: tape.watch(parameters[0]), recurrent: tape.watch(parameters[1]),
      bias: tape.watch(parameters[2]), mask: inputs.count > 1 ? inputs[1] : nil,
      returnsSequence: returnsSequence, reversed: reversed, roundsStates: roundsAsIntegers)
  }

  /// Appends one operation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    let operation = Operation.lstm(
      weight: parameters[0].value, recurrent: parameters[1].value, bias: parameters[2].value,
      Recurrence(returnsSequence: returnsSequence, reversed: reversed))
    return try graph.append(operation, name: name, inputs: inputs)
  }
}
