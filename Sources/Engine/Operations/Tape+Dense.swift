import CKernels

extension Tape {
  /// `x` `[..., in]` times `weight` `[in, out]`, plus `bias` `[out]`: `[..., out]`.
  func dense(_ x: Variable, weight: Variable, bias: Variable?) -> Variable {
    let (inputs, outputs) = (weight.value.shape[0], weight.value.shape[1])
    let leading = x.value.shape.dropLast()
    let rows = leading.reduce(1, *)
    precondition(x.value.shape == leading + [inputs], "\(x.value.shape) times \(weight.value.shape)")

    // y [rows, out] = x [rows, in] weight [in, out] + bias
    let packed = PackedMatrix(
      weight.value.pointer, rows: inputs, columns: outputs, rowStride: outputs, columnStride: 1)
    let y = product(
      x.value, rows: rows, packed, columns: outputs, bias: bias?.value, shape: leading + [outputs])

    return record(y, from: [x, weight] + [bias].compactMap { $0 }) { dy in
      if weight.needsGradient {
        weight.accumulate(transposedProduct(x.value, dy, depth: rows, shape: weight.value.shape))
      }
      if let bias, bias.needsGradient { bias.accumulate(columnSums(dy, rows: rows, columns: outputs)) }
      if x.needsGradient {
        // dx [rows, in] = dy [rows, out] weight^T [out, in]
        let transposed = PackedMatrix(
          weight.value.pointer, rows: outputs, columns: inputs, rowStride: 1, columnStride: outputs)
        x.accumulate(
          product(dy, rows: rows, transposed, columns: inputs, bias: nil, shape: x.value.shape))
      }
    }
  }
}

/// `a` `[rows, depth]` times a packed `[depth, columns]`, plus `bias`: `[rows, columns]`, as a tensor of `shape`.
private func product(
  _ a: Tensor, rows: Int, _ b: PackedMatrix, columns: Int, bias: Tensor?, shape: [Int]
) -> Tensor {
  let depth = a.count / rows
  var result = Tensor(uninitialized: shape)
  let out = result.mutablePointer
  parallelRanges(rows, size: 24) { range in
    writeProduct(
      rows: range.count, columns: columns, depth: depth,
      LeftMatrix(start: a.pointer + range.lowerBound * depth, row: depth), b.matrix, bias: bias?.pointer,
      to: out + range.lowerBound * columns, stride: columns)
  }
  return result
}

/// `a^T` `[rows, depth]` times `b` `[depth, columns]`, for `a` `[depth, rows]`: `shape`, which is `[rows, columns]`.
///
/// A long depth, such as all positions of all sequences, is cut into shares with sums of their own.
private func transposedProduct(_ a: Tensor, _ b: Tensor, depth: Int, shape: [Int]) -> Tensor {
  let (rows, columns) = (shape[0], shape[1])
  let shares = min(8, max(1, depth / 512))
  let strips = (rows + 95) / 96
  var parts = Tensor(uninitialized: [shares] + shape)
  let out = parts.mutablePointer
  parallelFor(shares * strips) { index in
    let (share, strip) = index.quotientAndRemainder(dividingBy: strips)
    let range = strip * 96..<min(rows, strip * 96 + 96)
    let part = share * depth / shares..<(share + 1) * depth / shares
    writeProduct(
      rows: range.count, columns: columns, depth: part.count,
      LeftMatrix(start: a.pointer + part.lowerBound * rows + range.lowerBound, row: rows).transposed,
      RightMatrix(start: b.pointer + part.lowerBound * columns, row: columns),
      to: out + share * rows * columns + range.lowerBound * columns, stride: columns)
  }
  return parts.sumOfRows()
}

/// The sum of each column of `matrix` `[rows, columns]`: `[columns]`.
private func columnSums(_ matrix: Tensor, rows: Int, columns: Int) -> Tensor {
  let shares = min(8, max(1, rows / 512))
  var parts = Tensor(shape: [shares, columns])
  let out = parts.mutablePointer
  parallelFor(shares) { share in
    let part = share * rows / shares..<(share + 1) * rows / shares
    addColumnSums(
      matrix.pointer + part.lowerBound * columns, rows: part.count, columns: columns,
      to: out + share * columns)
  }
  return parts.sumOfRows()
}
