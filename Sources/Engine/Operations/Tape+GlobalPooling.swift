extension Tape {
  /// The mean of each channel of `x` `[n, ..., c]`: `[n, c]`.
  ///
  /// A `mask` `[n, l]` of zeros and ones leaves out the positions of a sequence where it is 0; with none left the
  /// result is 0. The mask has no gradient.
  func globalAveragePool(_ x: Variable, mask: Tensor? = nil) -> Variable {
    let extents = PooledExtents(x.value, mask: mask)
    let shares = extents.shares(mask)  // [n, l]: what an element counts for in its mean
    var y = Tensor(uninitialized: [extents.batch, extents.channels])
    let out = y.mutablePointer
    parallelFor(extents.batch) { n in
      // y [1, c] = shares [1, l] x [l, c]
      writeProduct(
        rows: 1, columns: extents.channels, depth: extents.length,
        LeftMatrix(start: shares.pointer + n * extents.length, row: extents.length),
        RightMatrix(start: x.value.pointer + n * extents.count, row: extents.channels),
        to: out + n * extents.channels, stride: extents.channels)
    }
    return record(y, from: [x]) { dy in
      var dx = Tensor(uninitialized: x.value.shape)
      let out = dx.mutablePointer
      parallelFor(extents.batch) { n in
        // dx [l, c] = shares [l, 1] dy [1, c]
        writeProduct(
          rows: extents.length, columns: extents.channels, depth: 1,
          LeftMatrix(start: shares.pointer + n * extents.length, row: 1),
          RightMatrix(start: dy.pointer + n * extents.channels, row: extents.channels),
          to: out + n * extents.count, stride: extents.channels)
      }
      x.accumulate(dx)
    }
  }

  /// The maximum of each channel of `x` `[n, ..., c]`: `[n, c]`.
  ///
  /// A `mask` `[n, l]` of zeros and ones leaves out the positions of a sequence where it is 0; with none left the
  /// result is 0. The gradient goes to the first position that has the maximum.
  func globalMaxPool(_ x: Variable, mask: Tensor? = nil) -> Variable {
    let extents = PooledExtents(x.value, mask: mask)
    let windows = Windows(
      [extents.batch, 1, extents.length, extents.channels], kernel: (1, extents.length), stride: 1,
      padding: .valid)
    var (y, winners) = windows.maxima(extents.withoutMasked(x.value, mask))
    for n in extents.empty(mask) {
      (y.mutablePointer + n * extents.channels).update(repeating: 0, count: extents.channels)
      (winners.pointer + n * extents.channels).update(repeating: -1, count: extents.channels)  // nobody won
    }
    return record(y.reshaped(to: [extents.batch, extents.channels]), from: [x]) { [winners] dy in
      x.accumulate(windows.spread(dy, to: winners).reshaped(to: x.value.shape))
    }
  }
}

/// The extents of a batch whose channels are pooled over all positions.
private struct PooledExtents {
  let batch: Int
  let length: Int
  let channels: Int

  init(_ x: Tensor, mask: Tensor?) {
    let shape = x.shape
    precondition(shape.count >= 3, "\(shape) has no positions to pool")
    batch = shape[0]
    length = shape[1..<shape.count - 1].reduce(1, *)
    channels = shape[shape.count - 1]
    precondition(mask == nil || mask!.shape == [batch, length], "a mask \(mask!.shape) for \(shape)")
  }

  /// The floats of one image or sequence.
  var count: Int { length * channels }

  /// 1 / count for what counts, `[n, l]`.
  func shares(_ mask: Tensor?) -> Tensor {
    guard var shares = mask else { return Tensor(shape: [batch, length], repeating: 1 / Float(length)) }
    let out = shares.mutablePointer
    for n in 0..<batch {
      let positions = n * length..<(n + 1) * length
      let total = max(1, positions.reduce(0) { $0 + out[$1] })
      for i in positions { out[i] /= total }
    }
    return shares
  }

  /// `x` with negative infinity where the mask is 0.
  func withoutMasked(_ x: Tensor, _ mask: Tensor?) -> Tensor {
    guard let mask else { return x }
    var result = x
    let out = result.mutablePointer
    for i in 0..<batch * length where mask.pointer[i] == 0 {
      (out + i * channels).update(repeating: -.infinity, count: channels)
    }
    return result
  }

  /// The sequences whose mask leaves nothing.
  func empty(_ mask: Tensor?) -> [Int] {
    guard let mask else { return [] }
    return (0..<batch).filter { n in (n * length..<(n + 1) * length).allSatisfy { mask.pointer[$0] == 0 } }
  }
}
