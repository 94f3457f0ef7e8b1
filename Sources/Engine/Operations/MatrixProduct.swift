import CKernels

/// The product of two matrices, `a` `[rows, depth]` and `b` `[depth, columns]`: `[rows, columns]`.
///
/// All threads share the work; the result is the same for any number of them. A depth of 0 gives zeros.
///
/// - Precondition: both have two axes, and the depths are equal.
public func matrixProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.shape.count == 2 && b.shape.count == 2 && a.shape[1] == b.shape[0],
    "no product of \(a.shape) and \(b.shape)")
  let (rows, depth, columns) = (a.shape[0], a.shape[1], b.shape[1])
  guard a.count > 0, b.count > 0 else { return Tensor(shape: [rows, columns]) }
  let packed = PackedMatrix(b.pointer, rows: depth, columns: columns, rowStride: columns, columnStride: 1)
  return product(a, rows: rows, packed.matrix, columns: columns, bias: nil, shape: [rows, columns])
}

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

  /// The matrix without the columns before one of them, the first of a panel.
  func from(_ column: Int) -> RightMatrix {
    RightMatrix(start: start + column / Int(CK_PANEL) * panel, row: row, panel: panel)
  }
}

extension ck_gemm {
  /// Says where the right matrix lies.
  mutating func setRight(_ matrix: RightMatrix) {
    b = matrix.start
    b_depth = Int64(matrix.row)
    b_panel = Int64(matrix.panel)
  }
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
  product.setRight(b)
  product.bias = bias
  product.c = c
  product.c_row = Int64(stride)
  product.accumulate = accumulate
  kernels.gemm(&product)
}

/// `a` `[rows, depth]` times `b` `[depth, columns]`, plus `bias`: `[rows, columns]`, as a tensor of `shape`.
func product(
  _ a: Tensor, rows: Int, _ b: RightMatrix, columns: Int, bias: Tensor?, shape: [Int]
) -> Tensor {
  let depth = a.count / rows
  var result = Tensor(uninitialized: shape)
  let out = result.mutablePointer
  let pieces = rowSlices(rows)
  let ranges = columnSlices(columns, besides: pieces.count)
  parallelFor(pieces.count * ranges.count) { index in
    let (rows, columnRange) = (pieces[index % pieces.count], ranges[index / pieces.count])
    writeProduct(
      rows: rows.count, columns: columnRange.count, depth: depth,
      LeftMatrix(start: a.pointer + rows.lowerBound * depth, row: depth), b.from(columnRange.lowerBound),
      bias: bias.map { $0.pointer + columnRange.lowerBound },
      to: out + rows.lowerBound * columns + columnRange.lowerBound, stride: columns)
  }
  return result
}
