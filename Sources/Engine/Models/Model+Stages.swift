/// A layer, or a few joined into one, with its parameters.
struct Stage {
  /// What it reads.
  let inputs: [ModelLayer.Source]

  /// The last layer of it, whose result it gives.
  let layer: Int

  let apply: ([Variable], Tape) -> Variable
}

/// The layers in order, each run of `BatchNorm`, `ReLU` and `MaxPool2D` joined into one stage.
///
/// Such a run reads and writes whole images in memory three times over when its layers run one by one; joined,
/// once. The results are the same. What another layer reads too is not joined away.
func joined(_ layers: [ModelLayer]) -> [Stage] {
  var readers = [Int](repeating: 0, count: layers.count)
  for layer in layers { for case .layer(let source) in layer.inputs { readers[source] += 1 } }

  /// Whether each of `count` layers from `first` is the only reader of the one before it.
  func isRun(from first: Int, count: Int) -> Bool {
    first + count <= layers.count
      && (first..<first + count - 1).allSatisfy { readers[$0] == 1 && layers[$0 + 1].inputs == [.layer($0)] }
  }

  var stages: [Stage] = []
  var index = 0
  while index < layers.count {
    let first = layers[index]
    if let norm = first.layer as? BatchNorm, isRun(from: index, count: 3), layers[index + 1].layer is ReLU,
      let pool = layers[index + 2].layer as? MaxPool2D
    {
      stages.append(
        Stage(inputs: first.inputs, layer: index + 2) {
          norm.applyWithReLU(andPool: pool, to: $0[0], parameters: first.parameters, on: $1)
        })
      index += 3
    } else {
      stages.append(
        Stage(inputs: first.inputs, layer: index) {
          first.layer.apply(to: $0, parameters: first.parameters, on: $1)
        })
      index += 1
    }
  }
  return stages
}

extension Model {
  /// The outputs for batches `[n] + inputShape`, one for each input, recorded on `tape`.
  func forward(_ inputs: [Tensor], on tape: Tape) -> Variable {
    var lastReader: [ModelLayer.Source: Int] = [:]
    for (index, stage) in stages.enumerated() {
      for source in stage.inputs { lastReader[source] = index }
    }
    var values: [ModelLayer.Source: Variable] = [:]
    for (index, input) in inputs.enumerated() { values[.input(index)] = Variable(input) }
    for (index, stage) in stages.enumerated() {
      let operands = stage.inputs.map { values[$0]! }
      // In inference nothing else holds a value, so its memory serves the stages after its last reader.
      for source in stage.inputs where lastReader[source] == index { values[source] = nil }
      values[.layer(stage.layer)] = stage.apply(operands, tape)
    }
    return values[.layer(layers.count - 1)]!
  }
}

extension BatchNorm {
  /// The normalized, rectified and pooled batch.
  fileprivate func applyWithReLU(
    andPool pool: MaxPool2D, to x: Variable, parameters: [Parameter], on tape: Tape
  ) -> Variable {
    tape.batchNormReLUMaxPool2D(
      x, gamma: tape.watch(parameters[0]), beta: tape.watch(parameters[1]),
      statistics: statistics(of: x.value, parameters: parameters, on: tape), epsilon: epsilon,
      size: pool.size)
  }
}
