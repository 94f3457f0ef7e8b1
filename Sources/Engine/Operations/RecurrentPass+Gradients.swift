import CKernels

extension RecurrentPass {
  /// The gradients by the operands, in the order of the gates that the kernel uses.
  struct Gradients {
    var weight: Tensor  // as the weight
    var recurrent: Tensor
    var gates: Tensor  // [4 * units]: sums over all positions, whose parts are the biases'
    var x: Tensor?
  }

  /// Goes back through time, for `dy` `[n, l, units]`, or `[n, units]` for the last states alone.
  ///
  /// Backpropagation through time (Werbos, 1990): the gates become their gradients step by step; then one product
  /// each gives the gradients by the inputs and the weights. Serves once, for it uses up the gates. Blocks of
  /// sequences are dealt to a fixed number of shares, each with sums of its own.
  func gradients(_ dy: Tensor, ofX: Bool) -> Gradients {
    let blocks = (batch + recurrentRows - 1) / recurrentRows
    let shares = min(8, blocks)
    var dx = ofX ? Tensor(uninitialized: x.shape) : nil
    var dWeight = Tensor(shape: [shares] + weight.shape)
    var dRecurrent = Tensor(shape: [shares] + recurrent.shape)
    var sums = Tensor(shape: [shares, 4 * units])
    let out = (
      x: dx?.mutablePointer, weight: dWeight.mutablePointer, recurrent: dRecurrent.mutablePointer,
      sums: sums.mutablePointer
    )
    let (columns, inputs, units) = (inputColumns, inputs, units)
    let transposed = PackedMatrix(
      weight.pointer, rows: columns, columns: inputs, rowStride: 1, columnStride: columns)
    let transposedRecurrent = PackedMatrix(
      recurrent.pointer, rows: columns, columns: units, rowStride: 1, columnStride: columns)
    parallelFor(shares) { share in
      for block in share * blocks / shares..<(share + 1) * blocks / shares {
        let rows = block * recurrentRows..<min(batch, (block + 1) * recurrentRows)
        goBack(through: rows, dy, transposedRecurrent)
        if let dx = out.x {
          let first = rows.lowerBound * length
          writeProduct(
            rows: rows.count * length, columns: inputs, depth: columns,
            LeftMatrix(start: gates.base + first * gatesRow, row: gatesRow), transposed.matrix,
            to: dx + first * inputs, stride: inputs)
        }
        for sequence in rows {
          addWeightGradients(
            of: sequence, weight: out.weight + share * weight.count,
            recurrent: out.recurrent + share * recurrent.count, gates: out.sums + share * 4 * units)
        }
      }
    }
    return Gradients(
      weight: dWeight.sumOfRows(), recurrent: dRecurrent.sumOfRows(), gates: sums.sumOfRows(), x: dx)
  }

  /// Replaces the gates of some sequences by their gradients, from the last step to the first.
  private func goBack(through rows: Range<Int>, _ dy: Tensor, _ transposedRecurrent: PackedMatrix) {
    let isSequence = dy.shape.count == 3
    var dh = isSequence ? Tensor(shape: [rows.count, units]) : dy.rows(rows)
    var dc = Tensor(shape: [rows.count, units])
    let (dState, dInner) = (dh.mutablePointer, dc.mutablePointer)
    let h = UnsafeMutablePointer(mutating: states.pointer)  // read only
    let c = inner.map { UnsafeMutablePointer(mutating: $0.pointer) }
    for index in (0..<length).reversed() {
      var step = step(index, rows: rows, h: h, c: c)
      step.dh = dState
      step.dc = dInner
      if isSequence {
        step.dy = dy.pointer + (rows.lowerBound * length + position(index)) * units
        step.dy_row = Int64(length * units)
      }
      switch cell {
      case .gru: sequenceKernels.gru_gradient(&step)
      case .lstm: sequenceKernels.lstm_gradient(&step)
      }
      guard index > 0 else { return }
      writeProduct(
        rows: rows.count, columns: units, depth: inputColumns,
        LeftMatrix(start: step.gates + recurrentStart, row: length * gatesRow), transposedRecurrent.matrix,
        to: dState, stride: units, accumulate: true)
    }
  }

  /// Adds one sequence's share: inputs and states, transposed, times the gradients of the gates.
  private func addWeightGradients(
    of sequence: Int, weight: UnsafeMutablePointer<Float>, recurrent: UnsafeMutablePointer<Float>,
    gates sums: UnsafeMutablePointer<Float>
  ) {
    let own = gates.base + sequence * length * gatesRow  // [l, 4 * units]
    writeProduct(
      rows: inputs, columns: inputColumns, depth: length,
      LeftMatrix(start: x.pointer + sequence * length * inputs, row: inputs).transposed,
      RightMatrix(start: own, row: gatesRow), to: weight, stride: inputColumns, accumulate: true)
    if length > 1 {
      // Each step but the first has seen the state of the one before, which lies on one side or the other.
      let (seen, from) = reversed ? (1, 0) : (0, 1)
      writeProduct(
        rows: units, columns: inputColumns, depth: length - 1,
        LeftMatrix(start: results.pointer + (sequence * length + seen) * units, row: units).transposed,
        RightMatrix(start: own + from * gatesRow + recurrentStart, row: gatesRow), to: recurrent,
        stride: inputColumns, accumulate: true)
    }
    for position in 0..<length { kernels.add(Int64(4 * units), own + position * gatesRow, sums) }
  }
}
