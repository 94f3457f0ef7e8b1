import CKernels

/// The extents of one convolution, and its three products: forward, by the weight, and by the input.
///
/// None of them unfolds the image into columns. The `kw` neighbors under a kernel row are contiguous, so the
/// rows of the left matrix are overlapping windows of an image row, and the `kh` products of an output row
/// add up in registers.
struct Convolution {
  let batch: Int
  let inputs: Int
  let outputs: Int
  let stride: Int
  let kernel: (height: Int, width: Int)
  let input: (height: Int, width: Int)
  let padded: (height: Int, width: Int)
  let output: (height: Int, width: Int)
  /// The rows of zeros above, and the columns of zeros to the left.
  let before: (height: Int, width: Int)

  init(x: Tensor, weight: Tensor, stride: Int, padding: Padding) {
    precondition(x.shape.count == 4 && weight.shape.count == 4 && x.shape[3] == weight.shape[2])
    batch = x.shape[0]
    input = (x.shape[1], x.shape[2])
    kernel = (weight.shape[0], weight.shape[1])
    inputs = weight.shape[2]
    outputs = weight.shape[3]
    self.stride = stride
    output = (
      padding.outputExtent(input: input.height, kernel: kernel.height, stride: stride),
      padding.outputExtent(input: input.width, kernel: kernel.width, stride: stride)
    )
    let rows = padding.zeros(input: input.height, kernel: kernel.height, stride: stride)
    let columns = padding.zeros(input: input.width, kernel: kernel.width, stride: stride)
    before = (rows.before, columns.before)
    padded = (input.height + rows.before + rows.after, input.width + columns.before + columns.after)
  }

  // The floats in one row, and in one image, of the padded input and of the output.
  private var xRow: Int { padded.width * inputs }
  private var xImage: Int { padded.height * xRow }
  private var yRow: Int { output.width * outputs }
  private var yImage: Int { output.height * yRow }

  /// The result, `[n, oh, ow, out]`, for a padded input `[n, ph, pw, in]`.
  func forward(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    let depth = kernel.width * inputs
    let packed = PackedMatrix(
      weight.pointer, rows: kernel.height * depth, columns: outputs, rowStride: outputs, columnStride: 1)
    var y = Tensor(uninitialized: [batch, output.height, output.width, outputs])
    let out = y.mutablePointer
    parallelFor(batch) { image in
      // Each output row [ow, out] is the sum over kernel rows of [ow, kw * in] x [kw * in, out].
      var product = ck_gemm(rows: output.width, columns: outputs, depth: depth)
      product.segments = Int64(kernel.height)
      product.blocks = Int64(output.height)
      product.a = x.pointer + image * xImage
      product.a_row = Int64(stride * inputs)
      product.a_depth = 1
      product.a_segment = Int64(xRow)
      product.a_block = Int64(stride * xRow)
      product.b = packed.panels.pointer
      product.b_depth = Int64(CK_PANEL)
      product.b_panel = Int64(packed.stride)
      product.b_segment = Int64(depth) * Int64(CK_PANEL)
      product.c = out + image * yImage
      product.c_row = Int64(outputs)
      product.c_block = Int64(yRow)
      product.bias = bias?.pointer
      kernels.gemm(&product)
    }
    return y
  }

  /// The gradients for `dy` `[n, oh, ow, out]`: by the weight, the bias and, if wanted, the padded input.
  ///
  /// The batch is cut into shares whose number is fixed, each with sums of its own that are added up in order:
  /// the result does not depend on how many threads there are.
  func backward(
    _ dy: Tensor, x: Tensor, weight: Tensor, ofInput: Bool
  ) -> (weight: Tensor, bias: Tensor, x: Tensor?) {
    let shares = min(batch, 16)
    var weightShares = Tensor(shape: [shares] + weight.shape)
    var biasShares = Tensor(shape: [shares, outputs])
    var dx = ofInput ? Tensor(uninitialized: x.shape) : nil
    let dWeight = weightShares.mutablePointer
    let dBias = biasShares.mutablePointer
    let dInput = dx?.mutablePointer
    let transposed = ofInput ? transposedKernel(weight) : []
    parallelFor(shares) { share in
      for image in share * batch / shares..<(share + 1) * batch / shares {
        let gradient = dy.pointer + image * yImage
        addWeightGradient(gradient, x: x.pointer + image * xImage, to: dWeight + share * weight.count)
        addColumnSums(
          gradient, rows: output.height * output.width, columns: outputs, to: dBias + share * outputs)
        if let dInput { inputGradient(gradient, transposed, to: dInput + image * xImage) }
      }
    }
    return (weightShares.sumOfRows(), biasShares.sumOfRows(), dx)
  }

  /// For each kernel row, `dW [kw * in, out] += sum over output rows of x^T [kw * in, ow] dy [ow, out]`.
  private func addWeightGradient(
    _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>
  ) {
    let depth = kernel.width * inputs
    var product = ck_gemm(rows: depth, columns: outputs, depth: output.width)
    product.segments = Int64(output.height)
    product.a_row = 1
    product.a_depth = Int64(stride * inputs)
    product.a_segment = Int64(stride * xRow)
    product.b = dy
    product.b_depth = Int64(outputs)
    product.b_panel = Int64(CK_PANEL)
    product.b_segment = Int64(yRow)
    product.c_row = Int64(outputs)
    product.accumulate = true
    for row in 0..<kernel.height {
      product.a = x + row * xRow
      product.c = sum + row * depth * outputs
      kernels.gemm(&product)
    }
  }

  /// For each kernel position, `dx[its pixels] [ow, in] += dy [ow, out] weight^T [out, in]`, row by row.
  private func inputGradient(
    _ dy: UnsafePointer<Float>, _ transposed: [PackedMatrix], to dx: UnsafeMutablePointer<Float>
  ) {
    dx.update(repeating: 0, count: xImage)
    var product = ck_gemm(rows: output.width, columns: inputs, depth: outputs)
    product.blocks = Int64(output.height)
    product.a = dy
    product.a_row = Int64(outputs)
    product.a_depth = 1
    product.a_block = Int64(yRow)
    product.b_depth = Int64(CK_PANEL)
    product.c_row = Int64(stride * inputs)
    product.c_block = Int64(stride * xRow)
    product.accumulate = true
    for (position, matrix) in transposed.enumerated() {
      product.b = matrix.panels.pointer
      product.b_panel = Int64(matrix.stride)
      product.c = dx + (position / kernel.width * xRow + position % kernel.width * inputs)
      kernels.gemm(&product)
    }
  }

  /// `[out, in]` for each position of the kernel.
  private func transposedKernel(_ weight: Tensor) -> [PackedMatrix] {
    (0..<kernel.height * kernel.width).map { position in
      PackedMatrix(
        weight.pointer + position * inputs * outputs, rows: outputs, columns: inputs, rowStride: 1,
        columnStride: outputs)
    }
  }
}

extension Convolution {
  /// `x` `[n, h, w, in]` with zeros around it, `[n, ph, pw, in]`.
  func padded(_ x: Tensor) -> Tensor {
    guard padded != input else { return x }
    var result = Tensor(shape: [batch, padded.height, padded.width, inputs])
    let out = result.mutablePointer
    let count = input.width * inputs
    for row in 0..<batch * input.height {
      (out + start(ofRow: row)).update(from: x.pointer + row * count, count: count)
    }
    return result
  }

  /// `x` `[n, ph, pw, in]` without what `padded` put around it, `[n, h, w, in]`.
  func cropped(_ x: Tensor) -> Tensor {
    guard padded != input else { return x }
    var result = Tensor(uninitialized: [batch, input.height, input.width, inputs])
    let out = result.mutablePointer
    let count = input.width * inputs
    for row in 0..<batch * input.height {
      (out + row * count).update(from: x.pointer + start(ofRow: row), count: count)
    }
    return result
  }

  /// Where a row of the input, counted through the batch, begins in the padded input.
  private func start(ofRow row: Int) -> Int {
    let (image, y) = row.quotientAndRemainder(dividingBy: input.height)
    return image * xImage + (y + before.height) * xRow + before.width * inputs
  }
}
