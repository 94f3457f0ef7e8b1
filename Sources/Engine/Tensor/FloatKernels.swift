import CKernels

/// The training kernels of the instruction set in use.
let kernels = ck_float_kernels_for(InstructionSet.current.code).pointee

/// A matrix copied into panels of 16 columns, the last one filled up with zeros, in the order in which the
/// product kernel reads it.
struct PackedMatrix {
  /// The elements, `[panels, rows, 16]`.
  let panels: Tensor

  private let rows: Int

  /// Packs the matrix whose element (row, column) is `source[row * rowStride + column * columnStride]`.
  init(_ source: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    let width = Int(CK_PANEL)
    let count = (columns + width - 1) / width
    var panels = Tensor(shape: [count, rows, width])
    let out = panels.mutablePointer
    for column in 0..<columns {
      let panel = out + (column / width * rows * width + column % width)
      for row in 0..<rows { panel[row * width] = source[row * rowStride + column * columnStride] }
    }
    self.panels = panels
    self.rows = rows
  }

  /// The distance in floats between panels.
  var stride: Int { rows * Int(CK_PANEL) }
}
