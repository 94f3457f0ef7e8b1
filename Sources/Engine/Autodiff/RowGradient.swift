/// The gradient by a table of which a computation has read some rows: the others have the gradient 0.
///
/// A vocabulary has thousands of rows, a batch reads few of them. What is stored, added up and applied by the
/// optimizer is then as large as the batch, not as the table.
struct RowGradient {
  /// The shape of the table, `[rows, ...]`.
  let shape: [Int]

  /// Which rows, in ascending order, each once.
  let rows: [Int]

  /// Their gradients, `[rows.count, ...]`.
  let values: Tensor

  /// Makes a gradient of the rows `rows`.
  ///
  /// - Precondition: the rows ascend, and the shapes fit.
  init(shape: [Int], rows: [Int], values: Tensor) {
    precondition(values.shape == [rows.count] + shape.dropFirst(), "\(rows.count) rows of \(shape)")
    self.shape = shape
    self.rows = rows
    self.values = values
  }

  /// The floats in one row.
  var width: Int { shape.dropFirst().reduce(1, *) }

  /// The gradient of the whole table.
  var dense: Tensor {
    var table = Tensor(shape: shape)
    add(to: &table)
    return table
  }

  /// Adds the rows to a table.
  func add(to table: inout Tensor) {
    let out = table.mutablePointer
    for (index, row) in rows.enumerated() {
      kernels.add(Int64(width), values.pointer + index * width, out + row * width)
    }
  }

  /// The sum of two gradients by one table.
  func adding(_ other: RowGradient) -> RowGradient {
    let union = Set(rows).union(other.rows).sorted()
    let position = Dictionary(uniqueKeysWithValues: zip(union, 0...))
    var sum = Tensor(shape: [union.count] + shape.dropFirst())
    for part in [self, other] {
      RowGradient(shape: sum.shape, rows: part.rows.map { position[$0]! }, values: part.values).add(to: &sum)
    }
    return RowGradient(shape: shape, rows: union, values: sum)
  }
}

extension Tensor {
  /// Some rows of the outermost axis, copied in parallel: `[rows.count, ...]`.
  func gathered(_ rows: [Int]) -> Tensor {
    let width = shape.dropFirst().reduce(1, *)
    var result = Tensor(uninitialized: [rows.count] + shape.dropFirst())
    let (source, out) = (pointer, result.mutablePointer)
    parallelRanges(rows.count, size: 512) { range in
      for index in range { (out + index * width).update(from: source + rows[index] * width, count: width) }
    }
    return result
  }

  /// Copies some rows of a table: `[rows.count, width]`.
  init(gathering rows: ArraySlice<Int>, of table: UnsafePointer<Float>, width: Int) {
    self.init(uninitialized: [rows.count, width])
    let out = mutablePointer
    for (index, row) in rows.enumerated() {
      (out + index * width).update(from: table + row * width, count: width)
    }
  }

  /// Writes the rows over rows of a table.
  func scatter(to rows: ArraySlice<Int>, of table: UnsafeMutablePointer<Float>) {
    let width = shape[1]
    for (index, row) in rows.enumerated() {
      (table + row * width).update(from: pointer + index * width, count: width)
    }
  }
}
