import Testing

@testable import Engine

/// Results and gradients as a script of the folder Golden stores them.
struct StoredRun: Decodable {
  struct Stored: Decodable {
    let shape: [Int]
    let values: [Float]

    var tensor: Tensor { Tensor(shape: shape, values: values) }
  }

  let operands: [Stored]
  let result: Stored
  let cotangent: Stored
  let gradients: [Stored]
}

/// A layer or block at work on batches, which count as parameters here, so that there are gradients by them too.
struct LayerRun {
  let layers: [ModelLayer]
  let inputs: [Parameter]
  let parameters: [Parameter]

  /// Takes a layer or block with random parameters; none of them is 0, as biases are at first.
  init(_ block: any Block, inputs: [Tensor]) throws {
    self.inputs = inputs.map { Parameter("input", $0) }
    let model = try Model(inputs: inputs.map { Array($0.shape.dropFirst()) }, seed: 1) {
      block($0[0], Array($0.dropFirst()))
    }
    (layers, parameters) = (model.layers, model.parameters)
    for (index, parameter) in parameters.enumerated() where parameter.isTrainable {
      parameter.value = randomTensor(parameter.value.shape, seed: UInt64(10 + index))
    }
  }

  /// The result in training.
  func result() -> Tensor { output(on: Tape(trainingWith: SeededGenerator(seed: 1))).value }

  /// The gradients of `sum(result * cotangent)` by what has any.
  func gradients(cotangent: Tensor) -> [ObjectIdentifier: Tensor] {
    let tape = Tape(trainingWith: SeededGenerator(seed: 1))
    let result = output(on: tape)
    let sum = tape.record(Tensor(shape: [1]), from: [result]) { _ in result.accumulate(cotangent) }
    return Dictionary(
      uniqueKeysWithValues: tape.backward(from: sum).map {
        (ObjectIdentifier($0.parameter), $0.gradient.dense)
      })
  }

  /// The gradient of `sum(result * cotangent)` by one parameter, by central differences.
  func differences(by parameter: Parameter, cotangent: Tensor, step: Float) -> [Float] {
    func sum() -> Double {
      zip(result().values, cotangent.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return (0..<parameter.value.count).map { position in
      let value = parameter.value[position]
      defer { parameter.value[position] = value }
      parameter.value[position] = value + step
      let (above, sumAbove) = (parameter.value[position], sum())
      parameter.value[position] = value - step
      return Float((sumAbove - sum()) / (Double(above) - Double(parameter.value[position])))
    }
  }

  private func output(on tape: Tape) -> Variable {
    var values: [ModelLayer.Source: Variable] = [:]
    for (index, input) in inputs.enumerated() { values[.input(index)] = tape.watch(input) }
    for (index, layer) in layers.enumerated() {
      values[.layer(index)] = layer.layer.apply(
        to: layer.inputs.map { values[$0]! }, parameters: layer.parameters, on: tape)
    }
    return values[.layer(layers.count - 1)]!
  }
}
