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
  ///
  /// One of the strides must be 1.
  init(_ source: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    precondition(rowStride == 1 || columnStride == 1)
    let width = Int(CK_PANEL)
    let count = (columns + width - 1) / width
    var panels = Tensor(uninitialized: [count, rows, width])
    let out = panels.mutablePointer
    parallelFor(count) { index in
      let panel = out + index * rows * width
      let used = min(width, columns - index * width)
      if used < width { panel.update(repeating: 0, count: rows * width) }
      let first = source + index * width * columnStride
      if columnStride == 1, used == width {
        // As a vector: a call for each row would take longer than the copy.
        for row in 0..<rows {
          let values = UnsafeRawPointer(first + row * rowStride).loadUnaligned(as: SIMD16<Float>.self)
          UnsafeMutableRawPointer(panel + row * width).storeBytes(of: values, as: SIMD16<Float>.self)
        }
      } else if columnStride == 1 {
        for row in 0..<rows { (panel + row * width).update(from: first + row * rowStride, count: used) }
      } else {
        sequenceKernels.transpose(Int64(used), Int64(rows), first, Int64(columnStride), panel, Int64(width))
      }
    }
    self.panels = panels
    self.rows = rows
  }

  /// The distance in floats between panels.
  var stride: Int { rows * Int(CK_PANEL) }
}
