/// How weights start: random numbers whose spread keeps signals and gradients of one size from layer to layer.
extension Tensor {
  /// Uniform in `±sqrt(6 / (fanIn + fanOut))`: what layers start with when not told otherwise, as in Keras.
  ///
  /// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
  public static func glorotUniform(
    shape: [Int], fanIn: Int, fanOut: Int, using generator: inout SeededGenerator
  ) -> Tensor {
    let limit = (6 / max(Float(fanIn) + Float(fanOut), 1)).squareRoot()
    return uniform(shape: shape, in: -limit...limit, using: &generator)
  }

  /// Normal with variance `2 / fanIn`, for layers followed by ReLU.
  ///
  /// He et al., "Delving deep into rectifiers" (2015).
  public static func heNormal(
    shape: [Int], fanIn: Int, using generator: inout SeededGenerator
  ) -> Tensor {
    normal(shape: shape, standardDeviation: (2 / max(Float(fanIn), 1)).squareRoot(), using: &generator)
  }

  /// Uniform over a range.
  public static func uniform(
    shape: [Int], in range: ClosedRange<Float>, using generator: inout SeededGenerator
  ) -> Tensor {
    Tensor(shape: shape, values: generator.uniform(count: memoryCount(shape), in: range))
  }

  /// Normal with a mean of 0.
  public static func normal(
    shape: [Int], standardDeviation: Float, using generator: inout SeededGenerator
  ) -> Tensor {
    Tensor(
      shape: shape,
      values: generator.normal(count: memoryCount(shape), standardDeviation: standardDeviation))
  }

  /// A square matrix with orthogonal rows of length 1, for each block of `size` columns of `[size, blocks * size]`.
  ///
  /// Recurrent weights start with it, so that a state neither grows nor vanishes: Saxe, McClelland and Ganguli,
  /// "Exact solutions to the nonlinear dynamics of learning" (2014). By the method of Gram and Schmidt on normal
  /// random rows.
  public static func orthogonal(
    size: Int, blocks: Int = 1, using generator: inout SeededGenerator
  ) -> Tensor {
    var result = Tensor(shape: [size, blocks * size])
    let out = result.mutablePointer
    for block in 0..<blocks {
      var rows: [[Double]] = []
      while rows.count < size {
        var row = generator.normal(count: size).map(Double.init)
        for _ in 0..<2 {  // twice: once leaves rounding errors along the rows before
          for other in rows {
            let share = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
            for i in row.indices { row[i] -= share * other[i] }
          }
        }
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 1e-6 else { continue }
        rows.append(row.map { $0 / length })
      }
      for (index, row) in rows.enumerated() {
        for (column, value) in row.enumerated() {
          out[index * blocks * size + block * size + column] = Float(value)
        }
      }
    }
    return result
  }
}
