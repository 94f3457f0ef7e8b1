extension Tape {
  /// Each pixel of `x` `[n, h, w, in]` spreads `weight` `[kh, kw, in, out]` over a window, windows lie `stride` apart, and
  /// where they overlap they add up; plus `bias` `[out]`: `[n, oh, ow, out]`.
  ///
  /// `oh = h * stride + max(kh - stride, 0)` for `valid` padding and `h * stride` for `same`, which crops the rest, half of
  /// it (rounded down) at the top and left. This is the gradient, by its input, of a convolution from y to x.
  func convTranspose2D(
    _ x: Variable, weight: Variable, bias: Variable?, stride: Int, padding: Padding
  ) -> Variable {
    let (shape, kernel) = (x.value.shape, weight.value.shape)
    precondition(
      shape.count == 4 && kernel.count == 4 && shape[3] == kernel[2], "\(shape) convolved with \(kernel)")
    let extents = (0..<2).map {
      padding.transposedExtent(input: shape[$0 + 1], kernel: kernel[$0], stride: stride)
    }
    let convolution = Convolution(
      x: [shape[0]] + extents + [kernel[3]], weight: [kernel[0], kernel[1], kernel[3], kernel[2]],
      stride: stride, padding: padding)
    let y = convolution.transposed(x.value, weight: weight.value, bias: bias?.value)
    return record(y, from: [x, weight] + [bias].compactMap { $0 }) { dy in
      let padded = convolution.padded(dy)
      if weight.needsGradient {
        weight.accumulate(convolution.weightGradient(x.value, x: padded).swappingLastAxes())
      }
      if let bias, bias.needsGradient {
        bias.accumulate(columnSums(dy, rows: dy.count / kernel[3], columns: kernel[3]))
      }
      if x.needsGradient {
        x.accumulate(
          convolution.forward(padded, weight: weight.value.swappingLastAxes(), bias: nil))
      }
    }
  }
}
