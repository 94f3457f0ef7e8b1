import CKernels

extension Tape {
  /// `x` `[n, in]` times `weight` `[in, out]`, plus `bias` `[out]`: `[n, out]`.
  func dense(_ x: Variable, weight: Variable, bias: Variable?) -> Variable {
    let rows = x.value.shape[0]
    let (inputs, outputs) = (weight.value.shape[0], weight.value.shape[1])
    precondition(x.value.shape == [rows, inputs])

    // y [n, out] = x [n, in] weight [in, out] + bias
    let packed = PackedMatrix(
      weight.value.pointer, rows: inputs, columns: outputs, rowStride: outputs, columnStride: 1)
    let y = product(x.value, packed, columns: outputs, bias: bias?.value)

    return record(y, from: [x, weight] + [bias].compactMap { $0 }) { dy in
      weight.accumulate(transposedProduct(x.value, dy))
      if let bias {
        var sums = Tensor(shape: [outputs])
        addColumnSums(dy.pointer, rows: rows, columns: outputs, to: sums.mutablePointer)
        bias.accumulate(sums)
      }
      if x.needsGradient {
        // dx [n, in] = dy [n, out] weight^T [out, in]
        let transposed = PackedMatrix(
          weight.value.pointer, rows: outputs, columns: inputs, rowStride: 1, columnStride: outputs)
        x.accumulate(product(dy, transposed, columns: inputs, bias: nil))
      }
    }
  }
}

/// `a` `[rows, depth]` times a packed `[depth, columns]`, plus `bias`: `[rows, columns]`.
private func product(_ a: Tensor, _ b: PackedMatrix, columns: Int, bias: Tensor?) -> Tensor {
  let (rows, depth) = (a.shape[0], a.shape[1])
  var result = Tensor(uninitialized: [rows, columns])
  let out = result.mutablePointer
  parallelRanges(rows, size: 24) { range in
    var product = ck_gemm(rows: range.count, columns: columns, depth: depth)
    product.a = a.pointer + range.lowerBound * depth
    product.a_row = Int64(depth)
    product.a_depth = 1
    product.b = b.panels.pointer
    product.b_depth = Int64(CK_PANEL)
    product.b_panel = Int64(b.stride)
    product.c = out + range.lowerBound * columns
    product.c_row = Int64(columns)
    product.bias = bias?.pointer
    kernels.gemm(&product)
  }
  return result
}

/// `a^T` `[rows, depth]` times `b` `[depth, columns]`, for `a` `[depth, rows]`: `[rows, columns]`.
private func transposedProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
  let (depth, rows, columns) = (a.shape[0], a.shape[1], b.shape[1])
  var result = Tensor(uninitialized: [rows, columns])
  let out = result.mutablePointer
  parallelRanges(rows, size: 96) { range in
    var product = ck_gemm(rows: range.count, columns: columns, depth: depth)
    product.a = a.pointer + range.lowerBound
    product.a_row = 1
    product.a_depth = Int64(rows)
    product.b = b.pointer
    product.b_depth = Int64(columns)
    product.b_panel = Int64(CK_PANEL)
    product.c = out + range.lowerBound * columns
    product.c_row = Int64(columns)
    kernels.gemm(&product)
  }
  return result
}
