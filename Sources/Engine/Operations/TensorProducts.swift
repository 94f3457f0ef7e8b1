import CKernels

extension ck_gemm {
  /// One product `[rows, depth] x [depth, columns]`; where the matrices lie is still to be said.
  init(rows: Int, columns: Int, depth: Int) {
    self.init()
    m = Int64(rows)
    n = Int64(columns)
    k = Int64(depth)
    segments = 1
    parts = 1
    blocks = 1
    images = 1
  }
}

/// Adds the sum of each column of `matrix` `[rows, columns]` to `sums`: a product with a row of ones.
func addColumnSums(
  _ matrix: UnsafePointer<Float>, rows: Int, columns: Int, to sums: UnsafeMutablePointer<Float>
) {
  var product = ck_gemm(rows: 1, columns: columns, depth: rows)
  withUnsafePointer(to: Float(1)) { one in
    product.a = one
    product.b = matrix
    product.b_depth = Int64(columns)
    product.b_panel = Int64(CK_PANEL)
    product.c = sums
    product.accumulate = true
    kernels.gemm(&product)
  }
}

/// The sum of each column of `matrix` `[rows, columns]`: `[columns]`.
func columnSums(_ matrix: Tensor, rows: Int, columns: Int) -> Tensor {
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

extension Tensor {
  /// The sum over the outermost axis, added in order.
  func sumOfRows() -> Tensor {
    guard shape[0] > 1 else { return reshaped(to: Array(shape.dropFirst())) }
    var sum = rows(0..<1).reshaped(to: Array(shape.dropFirst()))
    let out = sum.mutablePointer
    for row in 1..<shape[0] {
      kernels.add(Int64(sum.count), pointer + row * sum.count, out)
    }
    return sum
  }
}

/// Calls `body` for consecutive ranges of at most `size`, which together are `0..<count`, in parallel.
func parallelRanges(_ count: Int, size: Int, _ body: (Range<Int>) -> Void) {
  parallelFor((count + size - 1) / size) { index in body(index * size..<min(count, (index + 1) * size)) }
}
