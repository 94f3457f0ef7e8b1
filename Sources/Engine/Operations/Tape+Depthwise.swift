extension Tape {
  /// Cross-correlation of each channel of `x` `[n, h, w, c]` with its own kernel of `weight` `[kh, kw, c]`, plus `bias`
  /// `[c]`.
  ///
  /// `y[n, i, j, c] = bias[c] + sum over p, q of x[n, i * stride + p, j * stride + q, c] * weight[p, q, c]` with zeros
  /// around `x` as `padding` says. The result is `[n, oh, ow, c]`.
  func depthwiseConv2D(
    _ x: Variable, weight: Variable, bias: Variable?, stride: Int, padding: Padding
  ) -> Variable {
    let shape = weight.value.shape
    precondition(shape.count == 3 && shape[2] == x.value.shape[3], "\(x.value.shape) convolved with \(shape)")
    let windows = Windows(x.value.shape, kernel: (shape[0], shape[1]), stride: stride, padding: padding)
    let y = windows.convolved(x.value, weight: weight.value, bias: bias?.value)
    return record(y, from: [x, weight] + [bias].compactMap { $0 }) { dy in
      if weight.needsGradient { weight.accumulate(windows.weightGradient(dy, x: x.value)) }
      if let bias, bias.needsGradient {
        bias.accumulate(columnSums(dy, rows: dy.count / shape[2], columns: shape[2]))
      }
      if x.needsGradient { x.accumulate(windows.inputGradient(dy, weight: weight.value)) }
    }
  }

  /// Cross-correlation of `x` `[n, l, in]` with `weight` `[k, in, out]`, plus `bias` `[out]`: `[n, ol, out]`.
  ///
  /// A sequence is an image of one row.
  func conv1D(_ x: Variable, weight: Variable, bias: Variable?, stride: Int, padding: Padding) -> Variable {
    let (shape, kernel) = (x.value.shape, weight.value.shape)
    precondition(shape.count == 3 && kernel.count == 3, "\(shape) convolved with \(kernel)")
    let y = conv2D(
      reshape(x, toBatch: [shape[0], 1, shape[1], shape[2]]), weight: reshape(weight, toBatch: [1] + kernel),
      bias: bias, stride: stride, padding: padding)
    return reshape(y, toBatch: [shape[0], y.value.shape[2], kernel[2]])
  }
}
