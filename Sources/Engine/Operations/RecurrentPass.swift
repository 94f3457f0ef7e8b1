import CKernels

/// A recurrent layer over a batch `[n, l, in]`, forward, with what its gradients need.
///
/// One product serves the inputs of all time steps. What is left in the loop over time is the product of the state
/// `[rows, units]` with the recurrent weights, and the gates. Sequences do not know of each other, so blocks of them
/// run in parallel.
final class RecurrentPass {
  enum Cell { case gru, lstm }

  let cell: Cell
  let x: Tensor
  let weight: Tensor
  let recurrent: Tensor
  let mask: Tensor?
  let reversed: Bool

  /// The state after each position, `[n, l, units]`, and for an LSTM the inner one, c.
  private(set) var states: Tensor
  private(set) var inner: Tensor?

  /// The states as integer programs round them, `[n, l, units]`; nil if they are not rounded.
  private var rounded: Tensor?

  /// For each position 4 * units floats, in the kernels' order.
  let gates: Storage
  let gatesRow: Int

  var batch: Int { x.shape[0] }
  var length: Int { x.shape[1] }
  var inputs: Int { x.shape[2] }
  var units: Int { recurrent.shape[0] }

  /// The columns of `gates` to which the inputs contribute; they begin at the first.
  var inputColumns: Int { weight.shape[1] }

  /// The first column of `gates` to which the state contributes; they end at the last.
  var recurrentStart: Int { 4 * units - inputColumns }

  /// Runs over the batch; the weights of a GRU are in the order of its kernel, n, z, r.
  init(
    _ cell: Cell, _ x: Tensor, weight: Tensor, recurrent: Tensor, bias: Tensor, recurrentBias: Tensor?,
    mask: Tensor?, reversed: Bool, roundsStates: Bool
  ) {
    self.cell = cell
    self.x = x
    self.weight = weight
    self.recurrent = recurrent
    self.mask = mask
    self.reversed = reversed
    let (batch, length, units) = (x.shape[0], x.shape[1], recurrent.shape[0])
    precondition(weight.shape == [x.shape[2], recurrent.shape[1]] && bias.shape == [recurrent.shape[1]])
    precondition(mask.map { $0.shape == [batch, length] } ?? true)
    states = Tensor(uninitialized: [batch, length, units])
    rounded = roundsStates ? Tensor(uninitialized: states.shape) : nil
    inner = cell == .lstm ? Tensor(uninitialized: [batch, length, units]) : nil
    gatesRow = rowStride(for: 4 * units)
    gates = Storage(count: batch * length * gatesRow)

    let columns = weight.shape[1]
    let packed = PackedMatrix(
      weight.pointer, rows: inputs, columns: columns, rowStride: columns, columnStride: 1)
    let packedRecurrent = PackedMatrix(
      recurrent.pointer, rows: units, columns: columns, rowStride: columns, columnStride: 1)
    let (h, c, seen) = (states.mutablePointer, inner?.mutablePointer, rounded?.mutablePointer)
    parallelRanges(batch, size: recurrentRows) { rows in
      let scratch = Storage(count: rows.count * columns)
      writeProduct(
        rows: rows.count * length, columns: columns, depth: inputs,
        LeftMatrix(start: x.pointer + rows.lowerBound * length * inputs, row: inputs), packed.matrix,
        bias: bias.pointer, to: gates.base + rows.lowerBound * length * gatesRow, stride: gatesRow)
      for index in 0..<length {
        var step = step(index, rows: rows, h: h, c: c)
        let before =
          index > 0 ? seen.map { UnsafePointer($0) + UnsafePointer(h).distance(to: step.h_before) } : nil
        let state = LeftMatrix(start: before ?? step.h_before, row: Int(step.before_row))
        switch cell {
        case .gru:
          writeProduct(
            rows: rows.count, columns: columns, depth: units, state, packedRecurrent.matrix,
            bias: recurrentBias!.pointer, to: scratch.base, stride: columns)
          step.recurrent = UnsafePointer(scratch.base)
          sequenceKernels.gru(&step)
        case .lstm:
          writeProduct(
            rows: rows.count, columns: columns, depth: units, state, packedRecurrent.matrix, to: step.gates,
            stride: length * gatesRow, accumulate: true)
          sequenceKernels.lstm(&step)
        }
        if let seen { round(step, to: seen + h.distance(to: step.h)) }
      }
    }
  }

  /// What the recurrent weights see of the states, and who reads the layer: `[n, l, units]`.
  var results: Tensor { rounded ?? states }

  /// Writes the roundings of the states that a step has left to `seen`.
  private func round(_ step: ck_cell_step, to seen: UnsafeMutablePointer<Float>) {
    let parameters = AffineParameters.state
    for row in 0..<Int(step.rows) {
      for unit in row * Int(step.after_row)..<row * Int(step.after_row) + units {
        seen[unit] = parameters.dequantize(parameters.quantize(step.h[unit]))
      }
    }
  }

  /// The results at the last step of time, `[n, units]`.
  var lastResults: Tensor {
    results.reshaped(to: [batch * length, units])
      .gathered((0..<batch).map { $0 * length + position(length - 1) })
  }

  /// The position at which a step of time looks.
  func position(_ step: Int) -> Int { reversed ? length - 1 - step : step }

  /// A step of time for some sequences, whose states lie at `h` and `c`; before the first one they are 0.
  func step(
    _ index: Int, rows: Range<Int>, h: UnsafeMutablePointer<Float>, c: UnsafeMutablePointer<Float>?
  ) -> ck_cell_step {
    let now = rows.lowerBound * length + position(index)
    var step = ck_cell_step()
    step.rows = Int64(rows.count)
    step.units = Int64(units)
    step.gates = gates.base + now * gatesRow
    step.gates_row = Int64(length * gatesRow)
    step.h = h + now * units
    step.c = c.map { $0 + now * units }
    step.after_row = Int64(length * units)
    if index == 0 {
      step.h_before = zeros.pointer
      step.c_before = zeros.pointer
    } else {
      let before = rows.lowerBound * length + position(index - 1)
      step.h_before = UnsafePointer(h + before * units)
      step.c_before = c.map { UnsafePointer($0 + before * units) }
      step.before_row = step.after_row
    }
    step.mask = mask.map { $0.pointer + now }
    step.mask_row = Int64(length)
    return step
  }

  private lazy var zeros = Tensor(shape: [units])
}

/// The sequences of a block: two tiles of the product kernel.
let recurrentRows = 12
