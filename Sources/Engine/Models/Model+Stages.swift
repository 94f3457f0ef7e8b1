/// A layer, or a few joined into one, with its parameters.
struct Stage {
  /// What it reads.
  let inputs: [ModelLayer.Source]

  /// The last layer of it, whose result it gives.
  let layer: Int

  let apply: ([Variable], Tape) -> Variable
}

/// The layers in order, each run of `BatchNorm`, `ReLU` and maybe `MaxPool2D` joined into one stage.
///
/// Such a run reads and writes whole images in memory two or three times over when its layers run one by one; joined,
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
    if let norm = first.layer as? BatchNorm, isRun(from: index, count: 2), layers[index + 1].layer is ReLU {
      let pool = isRun(from: index, count: 3) ? layers[index + 2].layer as? MaxPool2D : nil
      let tiles = pool.flatMap { $0.size == $0.stride && $0.size <= Pooling.largestSize ? $0.size : nil }
      let last = tiles == nil ? index + 1 : index + 2
      stages.append(
        Stage(inputs: first.inputs, layer: last) {
          norm.applyWithReLU(andMaximumOf: tiles, to: $0[0], parameters: first.parameters, on: $1)
        })
      index = last + 1
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
  /// The normalized and rectified batch, and with a `size` the maximum of each window of so many pixels both ways, side
  /// by side.
  fileprivate func applyWithReLU(
    andMaximumOf size: Int?, to x: Variable, parameters: [Parameter], on tape: Tape
  ) -> Variable {
    let (gamma, beta) = (tape.watch(parameters[0]), tape.watch(parameters[1]))
    let statistics = statistics(of: x.value, parameters: parameters, on: tape)
    guard let size else {
      return tape.batchNorm(
        x, gamma: gamma, beta: beta, statistics: statistics, epsilon: epsilon, relu: true)
    }
    return tape.batchNormReLUMaxPool2D(
      x, gamma: gamma, beta: beta, statistics: statistics, epsilon: epsilon, size: size)
  }
}
