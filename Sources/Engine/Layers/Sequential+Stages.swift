/// A layer, or a few joined into one, with its parameters.
struct Stage {
  let apply: (Variable, Tape) -> Variable
}

/// The layers in order, each run of `BatchNorm`, `ReLU` and `MaxPool2D` joined into one stage.
///
/// Such a run reads and writes whole images in memory three times over when its layers run one by one; joined,
/// once. The results are the same.
func joined(_ layers: [ModelLayer]) -> [Stage] {
  var stages: [Stage] = []
  var rest = layers[...]
  while let first = rest.first {
    let next = rest.prefix(3).map(\.layer)
    if next.count == 3, let norm = next[0] as? BatchNorm, next[1] is ReLU, let pool = next[2] as? MaxPool2D {
      stages.append(
        Stage { norm.applyWithReLU(andPool: pool, to: $0, parameters: first.parameters, on: $1) })
      rest = rest.dropFirst(3)
    } else {
      stages.append(Stage { first.layer.apply(to: $0, parameters: first.parameters, on: $1) })
      rest = rest.dropFirst()
    }
  }
  return stages
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
