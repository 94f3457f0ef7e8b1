/// The extents of one convolution.
///
/// Its three products, forward, by the weight and by the input, never unfold the image into columns. The `kw`
/// neighbors under a kernel row are contiguous, so the rows of the left matrix are overlapping windows of image rows.
struct Convolution {
  let batch: Int
  let inputs: Int
  let outputs: Int
  let stride: Int
  let kernel: (height: Int, width: Int)
  let input: (height: Int, width: Int)
  let output: (height: Int, width: Int)
  /// The rows of zeros above, and the columns of zeros to the left.
  let before: (height: Int, width: Int)
  let padded: (height: Int, width: Int)

  /// The convolution of images `x` `[n, h, w, in]` with a `weight` `[kh, kw, in, out]`, given by their shapes.
  init(x: [Int], weight: [Int], stride: Int, padding: Padding) {
    precondition(x.count == 4 && weight.count == 4 && x[3] == weight[2], "\(x) convolved with \(weight)")
    batch = x[0]
    input = (x[1], x[2])
    kernel = (weight[0], weight[1])
    inputs = weight[2]
    outputs = weight[3]
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
  var xRow: Int { padded.width * inputs }
  var xImage: Int { padded.height * xRow }
  var yRow: Int { output.width * outputs }
  var yImage: Int { output.height * yRow }

  /// The pixels of the output.
  var pixels: Int { batch * output.height * output.width }

  /// `x` `[n, h, w, in]` with zeros around it, `[n, ph, pw, in]`.
  func padded(_ x: Tensor) -> Tensor {
    guard padded != input else { return x }
    var result = Tensor(uninitialized: [batch, padded.height, padded.width, inputs])
    let out = result.mutablePointer
    let (count, above, left) = (input.width * inputs, before.height, before.width * inputs)
    parallelFor(batch) { image in
      for row in 0..<padded.height {
        let line = out + (image * padded.height + row) * xRow
        guard (above..<above + input.height).contains(row) else {
          line.update(repeating: 0, count: xRow)
          continue
        }
        line.update(repeating: 0, count: left)
        (line + left).update(from: x.pointer + (image * input.height + row - above) * count, count: count)
        (line + left + count).update(repeating: 0, count: xRow - left - count)
      }
    }
    return result
  }

  /// `x` `[n, ph, pw, in]` without what `padded` put around it, `[n, h, w, in]`.
  func cropped(_ x: Tensor) -> Tensor {
    guard padded != input else { return x }
    var result = Tensor(uninitialized: [batch, input.height, input.width, inputs])
    let out = result.mutablePointer
    let count = input.width * inputs
    parallelFor(batch) { image in
      for row in 0..<input.height {
        (out + (image * input.height + row) * count).update(
          from: x.pointer + image * xImage + (row + before.height) * xRow + before.width * inputs,
          count: count)
      }
    }
    return result
  }
}
