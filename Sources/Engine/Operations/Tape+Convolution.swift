extension Tape {
  /// Cross-correlation of `x` `[n, h, w, in]` with `weight` `[kh, kw, in, out]`, plus `bias` `[out]`.
  ///
  /// `y[n, i, j, o] = bias[o] + sum over p, q, c of x[n, i * stride + p, j * stride + q, c] * weight[p, q, c, o]`
  /// with zeros around `x` as `padding` says. The result is `[n, oh, ow, out]`.
  func conv2D(_ x: Variable, weight: Variable, bias: Variable?, stride: Int, padding: Padding) -> Variable {
    let convolution = Convolution(
      x: x.value.shape, weight: weight.value.shape, stride: stride, padding: padding)
    let padded = convolution.padded(x.value)  // [n, ph, pw, in]
    let y = convolution.forward(padded, weight: weight.value, bias: bias?.value)  // [n, oh, ow, out]
    return record(y, from: [x, weight] + [bias].compactMap { $0 }) { dy in
      if weight.needsGradient { weight.accumulate(convolution.weightGradient(dy, x: padded)) }
      if let bias, bias.needsGradient {
        bias.accumulate(columnSums(dy, rows: convolution.pixels, columns: convolution.outputs))
      }
      if x.needsGradient { x.accumulate(convolution.inputGradient(dy, weight: weight.value)) }
    }
  }
}
