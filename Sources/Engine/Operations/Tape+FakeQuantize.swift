extension Tape {
  /// Rounds `x`, of any shape, to the real numbers that integers of a few bits stand for.
  ///
  /// The integers cover `low...high` (both `[1]`), nudged so that 0 is exact:
  /// `y = scale * (clamp(round(x / scale) + zeroPoint) - zeroPoint)`, ties to even, as the kernels round; the formula
  /// `floor((clamp(x) - min) / scale + 0.5) * scale + min` of Jacob et al., "Quantization and Training of Neural
  /// Networks for Efficient Integer-Arithmetic-Only Inference" (2018), differs in ties alone.
  ///
  /// Rounding has no useful derivative; it is passed over (the straight-through estimator of Bengio et al., 2013).
  /// So `dx = dy` inside the nudged range and 0 outside, the gradient of `low` is the sum of `dy` below the range, and
  /// that of `high` the sum above.
  func fakeQuantize(_ x: Variable, low: Variable, high: Variable, bits: Int = 8) -> Variable {
    let grid = QuantizationGrid(low: low.value[0], high: high.value[0], bits: bits)
    var y = Tensor(uninitialized: x.value.shape)
    let out = y.mutablePointer
    parallelRanges(y.count, size: rangeSize) { range in
      for i in range { out[i] = grid.nearest(to: x.value.pointer[i]) }
    }
    return record(y, from: [x, low, high]) { dy in
      let gradients = grid.backward(dy, x: x.value)
      x.accumulate(gradients.x)
      if low.needsGradient { low.accumulate(Tensor(shape: [1], repeating: gradients.low)) }
      if high.needsGradient { high.accumulate(Tensor(shape: [1], repeating: gradients.high)) }
    }
  }
}

/// Elements to a piece of work, whatever the number of threads.
private let rangeSize = 1 << 14

/// The real numbers that affine integers stand for.
private struct QuantizationGrid {
  private let scale: Float
  private let smallest: Float  // in steps from 0
  private let largest: Float

  init(low: Float, high: Float, bits: Int) {
    let parameters = AffineParameters(covering: min(low, high)...max(low, high), bits: bits)
    scale = parameters.scale
    smallest = -Float(1 << (bits - 1)) - Float(parameters.zeroPoint)
    largest = smallest + Float(1 << bits - 1)
  }

  func nearest(to x: Float) -> Float {
    let steps = x / scale
    let clamped = steps < smallest ? smallest : steps > largest ? largest : steps
    return ((clamped + roundingOffset) - roundingOffset) * scale
  }

  func backward(_ dy: Tensor, x: Tensor) -> (x: Tensor, low: Float, high: Float) {
    let (smallest, largest) = (smallest * scale, largest * scale)
    var dx = Tensor(uninitialized: x.shape)
    let out = dx.mutablePointer
    let pieces = (x.count + rangeSize - 1) / rangeSize
    var sums = Tensor(uninitialized: [2, pieces])  // of dy below and above, for each piece
    let sum = sums.mutablePointer
    parallelRanges(x.count, size: rangeSize) { range in
      var (below, above) = (0.0, 0.0)
      for i in range {
        let (x, dy) = (x.pointer[i], dy.pointer[i])
        out[i] = x < smallest || x > largest ? 0 : dy
        if x < smallest { below += Double(dy) }
        if x > largest { above += Double(dy) }
      }
      sum[range.lowerBound / rangeSize] = Float(below)
      sum[pieces + range.lowerBound / rangeSize] = Float(above)
    }
    func total(_ part: Range<Int>) -> Float { Float(part.reduce(0) { $0 + Double(sums[$1]) }) }
    return (dx, total(0..<pieces), total(pieces..<2 * pieces))
  }
}

/// Adding and subtracting 1.5 * 2^23 rounds a float below 2^22 to a whole number, ties to even.
private let roundingOffset: Float = 0x1.8p23
