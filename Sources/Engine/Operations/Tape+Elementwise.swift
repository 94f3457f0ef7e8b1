extension Tape {
  /// `max(x, 0)`, of any shape.
  ///
  /// The derivative at 0 is taken as 0.
  func relu(_ x: Variable) -> Variable {
    let y = rectified(x.value)
    return record(y, from: [x]) { dy in x.accumulate(reluGradient(dy, y: y)) }
  }

  /// `a + b`, of one shape.
  func add(_ a: Variable, _ b: Variable) -> Variable {
    var sum = a.value
    kernels.add(Int64(sum.count), b.value.pointer, sum.mutablePointer)
    return record(sum, from: [a, b]) { dy in
      a.accumulate(dy)
      b.accumulate(dy)
    }
  }

  /// Each element times `factor`, of any shape.
  func scale(_ x: Variable, by factor: Float) -> Variable {
    record(scaled(x.value, by: factor), from: [x]) { dy in x.accumulate(scaled(dy, by: factor)) }
  }

  /// The elements of `x` `[n, ...]` in row-major order: `[n, m]`.
  func flatten(_ x: Variable) -> Variable {
    let shape = x.value.shape
    return reshape(x, to: [shape.dropFirst().reduce(1, *)])
  }

  /// Each element becomes 0 with probability `rate`, and grows by `1 / (1 - rate)` otherwise.
  ///
  /// The expected value stays what it was, so inference does nothing ("inverted dropout"; Srivastava et al.,
  /// 2014). Which elements stay is a hash of their position and a random key: the backward pass computes the
  /// same choice again instead of storing it, and threads do not matter.
  func dropout(_ x: Variable, rate: Float) -> Variable {
    guard isTraining, rate > 0 else { return x }
    let key = generator.next()
    let y = thinned(x.value, rate: rate, key: key)
    return record(y, from: [x]) { dy in x.accumulate(thinned(dy, rate: rate, key: key)) }
  }
}

/// Each element times `factor`.
func scaled(_ x: Tensor, by factor: Float) -> Tensor {
  var y = Tensor(uninitialized: x.shape)
  let out = y.mutablePointer
  for i in 0..<x.count { out[i] = x.pointer[i] * factor }
  return y
}

private let rangeSize = 1 << 14

private func rectified(_ x: Tensor) -> Tensor {
  var y = Tensor(uninitialized: x.shape)
  let out = y.mutablePointer
  parallelRanges(x.count, size: rangeSize) { range in
    kernels.relu(Int64(range.count), x.pointer + range.lowerBound, out + range.lowerBound)
  }
  return y
}

/// `dy` where `y` is above 0, else 0.
func reluGradient(_ dy: Tensor, y: Tensor) -> Tensor {
  var dx = Tensor(uninitialized: y.shape)
  let out = dx.mutablePointer
  parallelRanges(y.count, size: rangeSize) { range in
    let start = range.lowerBound
    kernels.relu_gradient(Int64(range.count), y.pointer + start, dy.pointer + start, out + start)
  }
  return dx
}

private func thinned(_ x: Tensor, rate: Float, key: UInt64) -> Tensor {
  let threshold = UInt32(Double(rate) * 0x1p32)
  var y = Tensor(uninitialized: x.shape)
  let out = y.mutablePointer
  parallelRanges(x.count, size: rangeSize) { range in
    let start = range.lowerBound
    kernels.dropout(
      Int64(range.count), key, Int64(start), threshold, 1 / (1 - rate), x.pointer + start, out + start)
  }
  return y
}
