extension Tape {
  /// A gated recurrent unit over `x` `[n, l, in]`: its states `[n, l, units]`, or the last ones `[n, units]`.
  ///
  /// `weight` is `[in, 3 * units]`, `recurrent` `[units, 3 * units]`, `bias` and `recurrentBias` `[3 * units]`, with the
  /// gates in the order z, r, n:
  ///
  ///     z = sigmoid(x Wz + bz + h Uz + cz)        r = sigmoid(x Wr + br + h Ur + cr)
  ///     n = tanh(x Wn + bn + r * (h Un + cn))     h' = z * h + (1 - z) * n
  ///
  /// The state begins as 0. Where `mask` `[n, l]` is 0 it stays as it is. `reversed` runs from the end; the states keep
  /// the order of the input. From Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014), with
  /// the reset gate after the product, as in Keras and PyTorch.
  ///
  /// With `roundsStates`, results and what the recurrent weights see are multiples of 1 / 128, as in integer programs.
  func gru(
    _ x: Variable, weight: Variable, recurrent: Variable, bias: Variable, recurrentBias: Variable,
    mask: Variable? = nil, returnsSequence: Bool = false, reversed: Bool = false, roundsStates: Bool = false
  ) -> Variable {
    let units = recurrent.value.shape[0]
    // The kernel wants n first: then the gates that the inputs reach, and those that the state reaches, are neighbors.
    let pass = RecurrentPass(
      .gru, x.value, weight: rotated(weight.value, by: 2 * units), recurrent: recurrent.value,
      bias: rotated(bias.value, by: 2 * units), recurrentBias: recurrentBias.value, mask: mask?.value,
      reversed: reversed, roundsStates: roundsStates)
    return record(
      returnsSequence ? pass.results : pass.lastResults, from: [x, weight, recurrent, bias, recurrentBias]
    ) { dy in
      let gradients = pass.gradients(dy, ofX: x.needsGradient)
      let sums = gradients.gates.values
      weight.accumulate(rotated(gradients.weight, by: units))
      recurrent.accumulate(gradients.recurrent)
      bias.accumulate(
        Tensor(shape: bias.value.shape, values: Array(sums[units..<3 * units] + sums[..<units])))
      recurrentBias.accumulate(Tensor(shape: bias.value.shape, values: Array(sums[units...])))
      if let dx = gradients.x { x.accumulate(dx) }
    }
  }

  /// A long short-term memory over `x` `[n, l, in]`: its states `[n, l, units]`, or the last ones `[n, units]`.
  ///
  /// `weight` is `[in, 4 * units]`, `recurrent` `[units, 4 * units]`, `bias` `[4 * units]`, with the gates in the order
  /// i, f, g, o:
  ///
  ///     i, f, o = sigmoid(x W + h U + b)     g = tanh(x W + h U + b)
  ///     c' = f * c + i * g                   h' = o * tanh(c')
  ///
  /// Both states begin as 0. Where `mask` `[n, l]` is 0 they stay as they are. `reversed` runs from the end; the states
  /// keep the order of the input. From Hochreiter and Schmidhuber, "Long short-term memory" (1997), with the forget
  /// gate of Gers, Schmidhuber and Cummins (2000).
  ///
  /// With `roundsStates`, results and what the recurrent weights see are multiples of 1 / 128, as in integer programs.
  func lstm(
    _ x: Variable, weight: Variable, recurrent: Variable, bias: Variable, mask: Variable? = nil,
    returnsSequence: Bool = false, reversed: Bool = false, roundsStates: Bool = false
  ) -> Variable {
    let pass = RecurrentPass(
      .lstm, x.value, weight: weight.value, recurrent: recurrent.value, bias: bias.value, recurrentBias: nil,
      mask: mask?.value, reversed: reversed, roundsStates: roundsStates)
    return record(
      returnsSequence ? pass.results : pass.lastResults, from: [x, weight, recurrent, bias]
    ) { dy in
      let gradients = pass.gradients(dy, ofX: x.needsGradient)
      weight.accumulate(gradients.weight)
      recurrent.accumulate(gradients.recurrent)
      bias.accumulate(gradients.gates)
      if let dx = gradients.x { x.accumulate(dx) }
    }
  }
}

/// Each row, along the last axis, beginning with the element `shift`; what was before follows at the end.
private func rotated(_ x: Tensor, by shift: Int) -> Tensor {
  let columns = x.shape[x.shape.count - 1]
  let values = x.values
  return Tensor(
    shape: x.shape,
    values: values.indices.map { values[$0 / columns * columns + ($0 % columns + shift) % columns] })
}
