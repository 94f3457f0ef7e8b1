/// A layer that walks through a sequence and carries a state along.
///
/// It reads a sequence `[length, features]` and, if there is a second input, a mask `[length]`, whose zeros leave the
/// state as it is. The result is the last state, `[units]`, or the state after each position, `[length, units]`.
public protocol RecurrentLayer: Layer {
  /// The numbers in the state.
  var units: Int { get }

  /// Whether the result has the state after each position.
  var returnsSequence: Bool { get }

  /// The same layer, running from the end to the start if `reversed`; a returned sequence keeps the order of the input.
  func running(reversed: Bool) -> Self
}

extension RecurrentLayer {
  /// `[units]` or `[length, units]`.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    let length = try sequenceLength(of: inputs, name: name)
    guard units > 0 else {
      throw .layer(name: name, input: inputs[0], reason: "the units (\(units)) must be positive")
    }
    for rows in [units, inputs[0][1]] {
      try checkSize(of: "the weight of a gate", [rows, units], input: inputs[0], name: name)
    }
    return returnsSequence ? [length, units] : [units]
  }
}

/// The length of a sequence `[length, features]`, which a mask `[length]` may follow as the second input.
func sequenceLength(of inputs: [[Int]], name: String) throws(ModelError) -> Int {
  guard let sequence = inputs.first, sequence.count == 2 else {
    throw .layer(
      name: name, input: inputs.first ?? [], reason: "a sequence has two axes, the length and the features")
  }
  guard inputs.count <= 2 else {
    throw .layer(
      name: name, input: sequence,
      reason: "besides the sequence it reads a mask, not \(inputs.count - 1) values")
  }
  if inputs.count == 2, inputs[1] != [sequence[0]] {
    throw .layer(
      name: name, input: sequence, reason: "the mask has the shape \(inputs[1]) instead of [\(sequence[0])]")
  }
  return sequence[0]
}
