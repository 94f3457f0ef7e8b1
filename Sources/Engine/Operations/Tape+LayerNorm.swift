import CKernels

extension Tape {
  /// `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, mean and biased variance being those of the last axis
  /// of `x` `[..., c]`; `gamma` and `beta` are `[c]`.
  ///
  /// From Ba, Kiros and Hinton, "Layer normalization" (2016).
  func layerNorm(_ x: Variable, gamma: Variable, beta: Variable, epsilon: Float) -> Variable {
    let columns = x.value.shape[x.value.shape.count - 1]
    let rows = x.value.count / columns
    var y = Tensor(uninitialized: x.value.shape)
    var (mean, inverse) = (Tensor(uninitialized: [rows]), Tensor(uninitialized: [rows]))
    let (out, outMean, outInverse) = (y.mutablePointer, mean.mutablePointer, inverse.mutablePointer)
    parallelRows(rows, of: columns) { range in
      let (row, start) = (range.lowerBound, range.lowerBound * columns)
      sequenceKernels.layer_norm(
        Int64(range.count), Int64(columns), epsilon, x.value.pointer + start, gamma.value.pointer,
        beta.value.pointer, out + start, outMean + row, outInverse + row)
    }
    return record(y, from: [x, gamma, beta]) { [mean, inverse] dy in
      // Each share of the rows has sums of its own, which are added up in order.
      let shares = min(rows, 16)
      var dx = Tensor(uninitialized: dy.shape)
      var sums = Tensor(shape: [shares, 2, columns])
      let (out, outSums) = (dx.mutablePointer, sums.mutablePointer)
      parallelFor(shares) { share in
        let range = share * rows / shares..<(share + 1) * rows / shares
        let (row, start, sum) = (range.lowerBound, range.lowerBound * columns, outSums + share * 2 * columns)
        sequenceKernels.layer_norm_gradient(
          Int64(range.count), Int64(columns), x.value.pointer + start, gamma.value.pointer,
          mean.pointer + row, inverse.pointer + row, dy.pointer + start, out + start, sum, sum + columns)
      }
      let total = sums.sumOfRows()  // [2, c]
      gamma.accumulate(total.rows(0..<1).reshaped(to: [columns]))
      beta.accumulate(total.rows(1..<2).reshaped(to: [columns]))
      x.accumulate(dx)
    }
  }
}
