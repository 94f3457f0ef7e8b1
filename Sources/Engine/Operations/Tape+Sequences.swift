import CKernels

extension Tape {
  /// A function of each element, of any shape.
  func activation(_ activation: Activation, _ x: Variable) -> Variable {
    let activation = activation.code
    var y = Tensor(uninitialized: x.value.shape)
    let out = y.mutablePointer
    parallelRanges(y.count, size: elementsPerRange) { range in
      let start = range.lowerBound
      sequenceKernels.activation(activation, Int64(range.count), x.value.pointer + start, out + start)
    }
    return record(y, from: [x]) { dy in
      var dx = Tensor(uninitialized: dy.shape)
      let out = dx.mutablePointer
      parallelRanges(dy.count, size: elementsPerRange) { range in
        let start = range.lowerBound
        sequenceKernels.activation_gradient(
          activation, Int64(range.count), x.value.pointer + start, y.pointer + start, dy.pointer + start,
          out + start)
      }
      x.accumulate(dx)
    }
  }

  /// `exp(x) / sum(exp(x))` over the last axis, of any shape.
  func softmax(_ x: Variable) -> Variable {
    let columns = x.value.shape[x.value.shape.count - 1]
    let rows = x.value.count / columns
    var y = Tensor(uninitialized: x.value.shape)
    let out = y.mutablePointer
    parallelRows(rows, of: columns) { range in
      let start = range.lowerBound * columns
      sequenceKernels.softmax(
        Int64(range.count), Int64(columns), 1, nil, x.value.pointer + start, out + start)
    }
    return record(y, from: [x]) { dy in
      var dx = Tensor(uninitialized: dy.shape)
      let out = dx.mutablePointer
      parallelRows(rows, of: columns) { range in
        let start = range.lowerBound * columns
        sequenceKernels.softmax_gradient(
          Int64(range.count), Int64(columns), 1, y.pointer + start, dy.pointer + start, out + start)
      }
      x.accumulate(dx)
    }
  }

  /// `a * b`, element by element, of one shape.
  func multiply(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.value.shape == b.value.shape, "\(a.value.shape) times \(b.value.shape)")
    return record(product(a.value, b.value), from: [a, b]) { dy in
      if a.needsGradient { a.accumulate(product(dy, b.value)) }
      if b.needsGradient { b.accumulate(product(dy, a.value)) }
    }
  }

  /// Two or more operands side by side on the last axis; the other axes agree.
  func concatenate(_ operands: [Variable]) -> Variable {
    let leading = operands[0].value.shape.dropLast()
    let widths = operands.map { $0.value.shape[leading.count] }
    precondition(
      operands.allSatisfy { $0.value.shape.dropLast() == leading }, "axes other than the last differ")
    let (rows, total) = (leading.reduce(1, *), widths.reduce(0, +))
    var y = Tensor(uninitialized: leading + [total])
    let out = y.mutablePointer
    var column = 0
    for (operand, width) in zip(operands, widths) {
      copyRows(rows, of: width, from: operand.value.pointer, apart: width, to: out + column, apart: total)
      column += width
    }
    return record(y, from: operands) { dy in
      var column = 0
      for (operand, width) in zip(operands, widths) {
        if operand.needsGradient {
          var share = Tensor(uninitialized: operand.value.shape)
          let out = share.mutablePointer
          copyRows(rows, of: width, from: dy.pointer + column, apart: total, to: out, apart: width)
          operand.accumulate(share)
        }
        column += width
      }
    }
  }

  /// The elements of `x` `[n, ...]` in row-major order under another shape, `[n] + shape`.
  func reshape(_ x: Variable, to shape: [Int]) -> Variable {
    reshape(x, toBatch: [x.value.shape[0]] + shape)
  }

  /// The elements of `x` in row-major order under another shape, the batch axis included.
  func reshape(_ x: Variable, toBatch shape: [Int]) -> Variable {
    let before = x.value.shape
    return record(x.value.reshaped(to: shape), from: [x]) { dy in x.accumulate(dy.reshaped(to: before)) }
  }
}

private let elementsPerRange = 1 << 12

/// Calls `body` for ranges of rows of about as many elements as are worth a piece of parallel work.
func parallelRows(_ rows: Int, of columns: Int, _ body: (Range<Int>) -> Void) {
  parallelRanges(rows, size: max(1, elementsPerRange / columns), body)
}

private func product(_ a: Tensor, _ b: Tensor) -> Tensor {
  var y = Tensor(uninitialized: a.shape)
  let out = y.mutablePointer
  parallelRanges(y.count, size: elementsPerRange) { range in
    let start = range.lowerBound
    sequenceKernels.multiply(Int64(range.count), a.pointer + start, b.pointer + start, out + start)
  }
  return y
}

private func copyRows(
  _ rows: Int, of width: Int, from source: UnsafePointer<Float>, apart sourceStride: Int,
  to out: UnsafeMutablePointer<Float>, apart outStride: Int
) {
  parallelRows(rows, of: width) { range in
    for row in range { (out + row * outStride).update(from: source + row * sourceStride, count: width) }
  }
}
