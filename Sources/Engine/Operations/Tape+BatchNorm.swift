import CKernels

extension Tape {
  /// `gamma * (x - mean) / sqrt(variance + epsilon) + beta` per channel, the last axis of `x`; with `relu`, not below 0.
  ///
  /// While training, `statistics` must be those of `x` itself, and the gradient counts that they depend on it
  /// (Ioffe and Szegedy, "Batch normalization", 2015). With `relu` nothing but the result is stored: what was cut off
  /// is found out again from `x`.
  func batchNorm(
    _ x: Variable, gamma: Variable, beta: Variable, statistics: ChannelStatistics, epsilon: Float,
    relu: Bool = false
  ) -> Variable {
    let normalization = Normalization(statistics, gamma: gamma.value, beta: beta.value, epsilon: epsilon)
    let channels = normalization.channels
    var y = Tensor(uninitialized: x.value.shape)
    let out = y.mutablePointer
    parallelRanges(x.value.count / channels, size: rowsPerBlock(channels)) { rows in
      var affine = normalization.forward.pointers
      let start = rows.lowerBound * channels
      let normalize = relu ? kernels.normalize_relu! : kernels.normalize!
      normalize(Int64(rows.count), Int64(channels), x.value.pointer + start, &affine, out + start)
    }
    return record(y, from: [x, gamma, beta]) { dy in
      let backward = normalization.backward(
        dy, x: x.value, rows: x.value.count / channels, relu: relu)
      gamma.accumulate(backward.gamma)
      beta.accumulate(backward.beta)
      guard x.needsGradient else { return }
      var dx = Tensor(uninitialized: x.value.shape)
      let out = dx.mutablePointer
      parallelRanges(x.value.count / channels, size: rowsPerBlock(channels)) { rows in
        var (forward, affine) = (normalization.forward.pointers, backward.affine.pointers)
        let start = rows.lowerBound * channels
        let (x, dy) = (x.value.pointer + start, dy.pointer + start)
        let (rows, channels) = (Int64(rows.count), Int64(channels))
        if relu {
          kernels.normalize_relu_gradient(
            rows, channels, x, dy, &forward, &affine, backward.slope.pointer, out + start)
        } else {
          kernels.normalize_gradient(rows, channels, x, dy, &affine, backward.slope.pointer, out + start)
        }
      }
      x.accumulate(dx)
    }
  }

  /// `maxPool2D(relu(batchNorm(x)))` of `x` `[n, h, w, c]`, reading `x` once and storing the result alone.
  ///
  /// An element that lost its window, or was cut off by ReLU, gets a gradient through the statistics only. Hence
  /// the sums need the winners, and one pass over the image writes its gradient.
  func batchNormReLUMaxPool2D(
    _ x: Variable, gamma: Variable, beta: Variable, statistics: ChannelStatistics, epsilon: Float, size: Int
  ) -> Variable {
    let normalization = Normalization(statistics, gamma: gamma.value, beta: beta.value, epsilon: epsilon)
    let pool = Pooling(x.value.shape, size: size)
    var y = Tensor(uninitialized: pool.outputShape)  // [n, h / size, w / size, c]
    var winnerX = Tensor(uninitialized: pool.outputShape)  // the element of x behind each element of y
    let winners = Bytes(count: y.count)  // and its place in its window
    let out = y.mutablePointer
    let outX = winnerX.mutablePointer
    parallelFor(pool.batch) { image in
      var (extents, affine) = (pool.extents, normalization.forward.pointers)
      let output = image * pool.outputImage
      kernels.normalize_relu_pool(
        &extents, x.value.pointer + image * pool.inputImage, &affine, out + output, winners.pointer + output,
        outX + output)
    }
    return record(y, from: [x, gamma, beta]) { [winnerX] dy in
      let dWinner = reluGradient(dy, y: y)  // [n, h / size, w / size, c]
      let backward = normalization.backward(
        dWinner, x: winnerX, rows: x.value.count / normalization.channels)
      gamma.accumulate(backward.gamma)
      beta.accumulate(backward.beta)
      guard x.needsGradient else { return }
      var dx = Tensor(uninitialized: x.value.shape)
      let out = dx.mutablePointer
      parallelFor(pool.batch) { image in
        var (extents, affine) = (pool.extents, backward.affine.pointers)
        let (input, output) = (image * pool.inputImage, image * pool.outputImage)
        kernels.normalize_pool_gradient(
          &extents, x.value.pointer + input, dWinner.pointer + output, winners.pointer + output, &affine,
          backward.slope.pointer, out + input)
      }
      x.accumulate(dx)
    }
  }
}

/// Sums run over blocks of this many rows, whatever the number of threads, and blocks are added in order.
///
/// A block, at most 64 KB for up to 1,024 channels, stays in the cache while its columns are walked through.
private func rowsPerBlock(_ channels: Int) -> Int { min(256, max(16, (1 << 14) / channels)) }

/// The mean of each channel and its biased variance, divided by the count, both `[channels]`.
struct ChannelStatistics {
  let mean: Tensor
  let variance: Tensor

  init(mean: Tensor, variance: Tensor) {
    self.mean = mean
    self.variance = variance
  }

  /// Measures `x` `[..., channels]`.
  ///
  /// Blocks are measured with two passes each, and combined in double precision by the formula of Chan, Golub
  /// and LeVeque (1979): nothing cancels, as it would in `E[x^2] - E[x]^2`.
  init(of x: Tensor) {
    let channels = x.shape[x.shape.count - 1]
    let rows = x.count / channels
    let rowsPerBlock = rowsPerBlock(channels)
    let blocks = (rows + rowsPerBlock - 1) / rowsPerBlock
    var means = Tensor(uninitialized: [blocks, channels])
    var deviations = Tensor(uninitialized: [blocks, channels])
    let (blockMean, blockDeviation) = (means.mutablePointer, deviations.mutablePointer)
    parallelFor(blocks) { block in
      let count = min(rowsPerBlock, rows - block * rowsPerBlock)
      kernels.moments(
        Int64(count), Int64(channels), x.pointer + block * rowsPerBlock * channels,
        blockMean + block * channels, blockDeviation + block * channels)
    }
    var (mean, deviation) = ([Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels))
    var seen = 0.0
    for block in 0..<blocks {
      let count = Double(min(rowsPerBlock, rows - block * rowsPerBlock))
      for channel in 0..<channels {
        let difference = Double(means[block * channels + channel]) - mean[channel]
        mean[channel] += difference * count / (seen + count)
        deviation[channel] +=
          Double(deviations[block * channels + channel])
          + difference * difference * seen * count / (seen + count)
      }
      seen += count
    }
    self.mean = Tensor(shape: [channels], values: mean.map { Float($0) })
    variance = Tensor(shape: [channels], values: deviation.map { Float($0 / Double(rows)) })
  }
}

/// `(x - mean) * scale + offset` per channel.
private struct Affine {
  let mean: Tensor
  let scale: Tensor
  let offset: Tensor

  /// For a kernel call; valid while this value lives.
  var pointers: ck_affine { ck_affine(mean: mean.pointer, scale: scale.pointer, offset: offset.pointer) }
}

/// Batch normalization with given statistics, and its gradients.
private struct Normalization {
  let forward: Affine
  let inverseDeviation: [Double]  // 1 / sqrt(variance + epsilon)

  var channels: Int { inverseDeviation.count }

  init(_ statistics: ChannelStatistics, gamma: Tensor, beta: Tensor, epsilon: Float) {
    let inverse = statistics.variance.values.map { 1 / (Double($0) + Double(epsilon)).squareRoot() }
    inverseDeviation = inverse
    let scale = zip(gamma.values, inverse).map { Float(Double($0) * $1) }
    forward = Affine(
      mean: statistics.mean, scale: Tensor(shape: [scale.count], values: scale), offset: beta)
  }

  /// The gradients by gamma and beta, and the function of x and dy that is the gradient by x; with `relu`, `dy` is what
  /// comes back to a ReLU after the normalization.
  ///
  /// With `x' = (x - mean) * inverse` and N `rows`, where `dy` may be given for some of them and is 0 elsewhere:
  /// `dbeta = sum dy`, `dgamma = sum dy * x'`, `dx = gamma * inverse * (dy - dbeta / N - x' * dgamma / N)`.
  func backward(
    _ dy: Tensor, x: Tensor, rows: Int, relu: Bool = false
  ) -> (gamma: Tensor, beta: Tensor, affine: Affine, slope: Tensor) {
    let (sums, products) = blockSums(dy, x: x, relu: relu)
    var (dGamma, dBeta) = (Tensor(shape: [channels]), Tensor(shape: [channels]))
    var (offset, slope) = (Tensor(shape: [channels]), Tensor(shape: [channels]))
    for channel in 0..<channels {
      let positions = stride(from: channel, to: sums.count, by: channels)
      let sum = positions.reduce(0) { $0 + Double(sums[$1]) }
      let product = positions.reduce(0) { $0 + Double(products[$1]) }
      let inverse = inverseDeviation[channel]
      let scale = Double(forward.scale[channel])
      dBeta[channel] = Float(sum)
      dGamma[channel] = Float(product * inverse)
      offset[channel] = Float(-scale * sum / Double(rows))
      slope[channel] = Float(-scale * inverse * inverse * product / Double(rows))
    }
    let affine = Affine(mean: forward.mean, scale: forward.scale, offset: offset)
    return (dGamma, dBeta, affine, slope)
  }

  /// For each block of rows `[blocks, channels]`: the sums of `dy`, and of `dy * (x - mean)`.
  private func blockSums(_ dy: Tensor, x: Tensor, relu: Bool) -> (sums: Tensor, products: Tensor) {
    let rows = x.count / channels
    let rowsPerBlock = rowsPerBlock(channels)
    let blocks = (rows + rowsPerBlock - 1) / rowsPerBlock
    var sums = Tensor(uninitialized: [blocks, channels])
    var products = Tensor(uninitialized: [blocks, channels])
    let (sum, product) = (sums.mutablePointer, products.mutablePointer)
    parallelFor(blocks) { block in
      var affine = forward.pointers
      let start = block * rowsPerBlock * channels
      let (x, dy) = (x.pointer + start, dy.pointer + start)
      let (sum, product) = (sum + block * channels, product + block * channels)
      let count = Int64(min(rowsPerBlock, rows - block * rowsPerBlock))
      if relu {
        kernels.normalize_relu_sums(count, Int64(channels), x, dy, &affine, sum, product)
      } else {
        kernels.normalize_sums(count, Int64(channels), x, dy, affine.mean, sum, product)
      }
    }
    return (sums, products)
  }
}
