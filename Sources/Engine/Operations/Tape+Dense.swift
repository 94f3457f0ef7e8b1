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
      x.value, rows: rows, packed.matrix, columns: outputs, bias: bias?.value, shape: leading + [outputs])

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
          product(dy, rows: rows, transposed.matrix, columns: inputs, bias: nil, shape: x.value.shape))
      }
    }
  }
}

/// `a^T` `[rows, depth]` times `b` `[depth, columns]`, for `a` `[depth, rows]`: `shape`, which is `[rows, columns]`.
private func transposedProduct(_ a: Tensor, _ b: Tensor, depth: Int, shape: [Int]) -> Tensor {
  let (rows, columns) = (shape[0], shape[1])
  guard columns < Int(CK_PANEL), rows > columns else {
    return transposedProduct(a, rows: rows, b, columns: columns, depth: depth)
  }
  // A few columns would leave most of a panel empty: (b^T a)^T instead.
  let transposed = transposedProduct(b, rows: columns, a, columns: rows, depth: depth)
  var result = Tensor(uninitialized: shape)
  sequenceKernels.transpose(
    Int64(columns), Int64(rows), transposed.pointer, Int64(rows), result.mutablePointer, Int64(columns))
  return result
}

/// `a^T` `[rows, depth]` times `b` `[depth, columns]`, for `a` `[depth, rows]`: `[rows, columns]`.
///
/// A long depth, such as all positions of all sequences, is cut into shares with sums of their own.
private func transposedProduct(_ a: Tensor, rows: Int, _ b: Tensor, columns: Int, depth: Int) -> Tensor {
  let shares = min(8, max(1, depth / 512))
  let (height, width) = (min(rows, 96), min(columns, 512))
  let (down, across) = ((rows + height - 1) / height, (columns + width - 1) / width)
  var parts = Tensor(uninitialized: [shares, rows, columns])
  let out = parts.mutablePointer
  parallelFor(shares * down * across) { index in
    let (share, place) = index.quotientAndRemainder(dividingBy: down * across)
    let (row, column) = (place / across * height, place % across * width)
    let part = share * depth / shares..<(share + 1) * depth / shares
    writeProduct(
      rows: min(height, rows - row), columns: min(width, columns - column), depth: part.count,
      LeftMatrix(start: a.pointer + part.lowerBound * rows + row, row: rows).transposed,
      RightMatrix(start: b.pointer + part.lowerBound * columns + column, row: columns),
      to: out + (share * rows + row) * columns + column, stride: columns)
  }
  return parts.sumOfRows()
}
