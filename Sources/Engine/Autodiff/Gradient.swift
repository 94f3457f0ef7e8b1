/// The derivative of the loss by each element of a tensor.
enum Gradient {
  /// All elements.
  case dense(Tensor)

  /// Some rows; the others are 0.
  case rows(RowGradient)

  /// The shape of the tensor.
  var shape: [Int] {
    switch self {
    case .dense(let gradient): gradient.shape
    case .rows(let gradient): gradient.shape
    }
  }

  /// What is not known to be 0.
  var stored: Tensor {
    switch self {
    case .dense(let gradient): gradient
    case .rows(let gradient): gradient.values
    }
  }

  /// All elements.
  var dense: Tensor {
    switch self {
    case .dense(let gradient): gradient
    case .rows(let gradient): gradient.dense
    }
  }

  /// Each element times `factor`.
  func scaled(by factor: Float) -> Gradient {
    switch self {
    case .dense(let gradient):
      .dense(Engine.scaled(gradient, by: factor))
    case .rows(let gradient):
      .rows(
        RowGradient(
          shape: gradient.shape, rows: gradient.rows, values: Engine.scaled(gradient.values, by: factor)))
    }
  }

  /// The sum of two gradients; rows where both are rows.
  static func + (left: consuming Gradient, right: Gradient) -> Gradient {
    switch (left, right) {
    case (.dense(var sum), .dense(let share)):
      left = right  // so that the sum is not copied before it is written
      kernels.add(Int64(sum.count), share.pointer, sum.mutablePointer)
      return .dense(sum)
    case (.dense(var table), .rows(let rows)), (.rows(let rows), .dense(var table)):
      rows.add(to: &table)
      return .dense(table)
    case (.rows(let rows), .rows(let more)):
      return .rows(rows.adding(more))
    }
  }
}
