import CKernels

/// The extents of windows that slide over a batch of images, each channel for itself.
struct Windows {
  let batch: Int
  let extents: ck_depthwise
  let outputShape: [Int]

  /// Windows of `kernel` over images of shape `x`, `[n, h, w, c]`.
  init(_ x: [Int], kernel: (height: Int, width: Int), stride: Int, padding: Padding) {
    precondition(x.count == 4 && kernel.height >= 1 && kernel.width >= 1 && stride >= 1)
    batch = x[0]
    outputShape = [
      batch, padding.outputExtent(input: x[1], kernel: kernel.height, stride: stride),
      padding.outputExtent(input: x[2], kernel: kernel.width, stride: stride), x[3],
    ]
    precondition(outputShape[1] > 0 && outputShape[2] > 0, "windows \(kernel) do not fit into \(x)")
    extents = ck_depthwise(
      height: Int64(x[1]), width: Int64(x[2]), channels: Int64(x[3]), kernel_height: Int64(kernel.height),
      kernel_width: Int64(kernel.width), stride: Int64(stride),
      above: Int64(padding.zeros(input: x[1], kernel: kernel.height, stride: stride).before),
      left: Int64(padding.zeros(input: x[2], kernel: kernel.width, stride: stride).before),
      output_height: Int64(outputShape[1]), output_width: Int64(outputShape[2]))
  }

  var channels: Int { outputShape[3] }
  var kernelCount: Int { Int(extents.kernel_height * extents.kernel_width) }

  /// The rows of one image, before and after.
  var inputRows: Int { Int(extents.height) }
  var outputRows: Int { outputShape[1] }

  /// The floats in one image, before and after.
  var inputImage: Int { Int(extents.height * extents.width) * channels }
  var outputImage: Int { outputShape[1] * outputShape[2] * channels }

  /// Calls `body` for the images of the batch in parallel, each cut into bands of its `rows` rows.
  ///
  /// How large a band is depends on the extents alone: about as many multiply-adds as are worth a piece of work.
  func forBands(of rows: Int, _ body: (_ image: Int, _ first: Int64, _ count: Int64) -> Void) {
    let work = outputImage * kernelCount
    let bands = max(1, min(rows, work / (1 << 16)))
    parallelFor(batch * bands) { index in
      let (image, band) = index.quotientAndRemainder(dividingBy: bands)
      let first = band * rows / bands
      body(image, Int64(first), Int64((band + 1) * rows / bands - first))
    }
  }
}

extension Windows {
  /// Each channel of `x` `[n, h, w, c]` convolved with its own kernel of `weight` `[kh, kw, c]`, plus `bias` `[c]`:
  /// `[n, oh, ow, c]`.
  func convolved(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    var y = Tensor(uninitialized: outputShape)
    let out = y.mutablePointer
    forBands(of: outputRows) { image, first, count in
      var windows = extents
      depthwiseKernels.convolve(
        &windows, first, count, x.pointer + image * inputImage, weight.pointer, bias?.pointer,
        out + image * outputImage)
    }
    return y
  }

  /// The gradient by `x`, `[n, h, w, c]`.
  func inputGradient(_ dy: Tensor, weight: Tensor) -> Tensor {
    var dx = Tensor(uninitialized: [batch, inputRows, Int(extents.width), channels])
    let out = dx.mutablePointer
    forBands(of: inputRows) { image, first, count in
      var windows = extents
      depthwiseKernels.input_gradient(
        &windows, first, count, dy.pointer + image * outputImage, weight.pointer, out + image * inputImage)
    }
    return dx
  }

  /// The gradient by `weight`, `[kh, kw, c]`.
  ///
  /// The rows of the batch are cut into shares whose number is fixed, each with sums of its own that are added up
  /// in order: the result does not depend on how many threads there are.
  func weightGradient(_ dy: Tensor, x: Tensor) -> Tensor {
    let rows = batch * outputRows
    let shares = min(rows, 16)
    let size = kernelCount * channels
    var sums = Tensor(
      shape: [shares, Int(extents.kernel_height), Int(extents.kernel_width), channels])
    let out = sums.mutablePointer
    parallelFor(shares) { share in
      let end = (share + 1) * rows / shares
      var row = share * rows / shares
      while row < end {
        let (image, first) = row.quotientAndRemainder(dividingBy: outputRows)
        let count = min(end - row, outputRows - first)
        var windows = extents
        depthwiseKernels.weight_gradient(
          &windows, Int64(first), Int64(count), x.pointer + image * inputImage,
          dy.pointer + image * outputImage, out + share * size)
        row += count
      }
    }
    return sums.sumOfRows()
  }
}
