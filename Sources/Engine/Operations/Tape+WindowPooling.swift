import CKernels

extension Tape {
  /// The maximum of each `size` by `size` window of `x` `[n, h, w, c]`, windows `stride` apart: `[n, oh, ow, c]` with
  /// `oh = (h - size) / stride + 1`.
  ///
  /// The gradient goes to the first element of a window, in row-major order, that has the maximum.
  func maxPool2D(_ x: Variable, size: Int, stride: Int) -> Variable {
    if size == stride, size <= Pooling.largestSize { return maxPool2D(x, size: size) }
    return maxPool(x, Windows(x.value.shape, kernel: (size, size), stride: stride, padding: .valid))
  }

  /// The maximum of each window of `size` elements of `x` `[n, l, c]`, windows `stride` apart: `[n, ol, c]`.
  func maxPool1D(_ x: Variable, size: Int, stride: Int) -> Variable {
    asImage(x) { image in
      maxPool(image, Windows(image.value.shape, kernel: (1, size), stride: stride, padding: .valid))
    }
  }

  /// The mean of each `size` by `size` window of `x` `[n, h, w, c]`, windows `stride` apart: `[n, oh, ow, c]`.
  func averagePool2D(_ x: Variable, size: Int, stride: Int) -> Variable {
    averagePool(x, Windows(x.value.shape, kernel: (size, size), stride: stride, padding: .valid))
  }

  /// The mean of each window of `size` elements of `x` `[n, l, c]`, windows `stride` apart: `[n, ol, c]`.
  func averagePool1D(_ x: Variable, size: Int, stride: Int) -> Variable {
    asImage(x) { image in
      averagePool(image, Windows(image.value.shape, kernel: (1, size), stride: stride, padding: .valid))
    }
  }

  /// What `body` makes of a sequence `x` `[n, l, c]` as an image of one row, as a sequence again.
  private func asImage(_ x: Variable, _ body: (Variable) -> Variable) -> Variable {
    let shape = x.value.shape
    precondition(shape.count == 3, "\(shape) is no batch of sequences")
    let y = body(reshape(x, toBatch: [shape[0], 1, shape[1], shape[2]]))
    return reshape(y, toBatch: [shape[0], y.value.shape[2], shape[2]])
  }

  private func maxPool(_ x: Variable, _ windows: Windows) -> Variable {
    let (y, winners) = windows.maxima(x.value)
    return record(y, from: [x]) { dy in x.accumulate(windows.spread(dy, to: winners)) }
  }

  /// A mean is a depthwise convolution whose weights are all alike.
  private func averagePool(_ x: Variable, _ windows: Windows) -> Variable {
    let weight = Tensor(
      shape: [windows.kernelCount, windows.channels], repeating: 1 / Float(windows.kernelCount))
    return record(windows.convolved(x.value, weight: weight, bias: nil), from: [x]) { dy in
      x.accumulate(windows.inputGradient(dy, weight: weight))
    }
  }
}

extension Windows {
  /// The maximum of each window of `x` `[n, h, w, c]`, `[n, oh, ow, c]`, and the pixel that was the first to have it.
  func maxima(_ x: Tensor) -> (values: Tensor, winners: Places) {
    var y = Tensor(uninitialized: outputShape)
    let winners = Places(count: y.count)
    let out = y.mutablePointer
    forBands(of: outputRows) { image, first, count in
      var windows = extents
      depthwiseKernels.max_pool(
        &windows, first, count, x.pointer + image * inputImage, out + image * outputImage,
        winners.pointer + image * outputImage)
    }
    return (y, winners)
  }

  /// `dy` `[n, oh, ow, c]` at the winning pixels, `[n, h, w, c]`.
  func spread(_ dy: Tensor, to winners: Places) -> Tensor {
    var dx = Tensor(uninitialized: [batch, inputRows, Int(extents.width), channels])
    let out = dx.mutablePointer
    forBands(of: inputRows) { image, first, count in
      var windows = extents
      depthwiseKernels.max_pool_gradient(
        &windows, first, count, dy.pointer + image * outputImage, winners.pointer + image * outputImage,
        out + image * inputImage)
    }
    return dx
  }
}

/// A buffer of 32-bit integers from the pool of tensor memory, undefined until written.
final class Places {
  private let storage: Storage

  init(count: Int) { storage = Storage(count: count) }

  var pointer: UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(storage.base).assumingMemoryBound(to: Int32.self)
  }
}
