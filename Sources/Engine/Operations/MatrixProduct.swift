import CKernels

/// The left matrix of a product, where it lies in memory.
struct LeftMatrix {
  var start: UnsafePointer<Float>
  /// The floats from a row to the next.
  var row: Int
  /// The floats from a column to the next.
  var column = 1

  /// Rows for columns.
  var transposed: LeftMatrix { LeftMatrix(start: start, row: column, column: row) }
}

/// The right matrix of a product, where it lies in memory: rows of floats, or panels of 16 columns.
///
/// Whole panels are read: up to 15 floats past the last column.
struct RightMatrix {
  var start: UnsafePointer<Float>
  /// The floats from a row to the next.
  var row: Int
  /// The floats from 16 columns to the next 16.
  var panel = Int(CK_PANEL)
}

extension PackedMatrix {
  /// The matrix, for a product while this value is alive.
  var matrix: RightMatrix { RightMatrix(start: panels.pointer, row: Int(CK_PANEL), panel: stride) }
}

/// `c` `[rows, columns]` becomes, or with `accumulate` grows by, `a` `[rows, depth]` times `b` `[depth, columns]` plus
/// `bias` `[columns]`; rows of `c` begin `stride` floats apart.
func writeProduct(
  rows: Int, columns: Int, depth: Int, _ a: LeftMatrix, _ b: RightMatrix, bias: UnsafePointer<Float>? = nil,
  to c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool = false
) {
  var product = ck_gemm(rows: rows, columns: columns, depth: depth)
  product.a = a.start
  product.a_row = Int64(a.row)
  product.a_depth = Int64(a.column)
  product.b = b.start
  product.b_depth = Int64(b.row)
  product.b_panel = Int64(b.panel)
  product.bias = bias
  product.c = c
  product.c_row = Int64(stride)
  product.accumulate = accumulate
  kernels.gemm(&product)
}
