import CKernels

extension LayerPlan {
  /// The extents as the kernels take them; a vector is one pixel.
  var kernelExtents: ck_conv {
    let image = inputShape.count == 3 ? inputShape : [1, inputCount / inputShape.last!, inputShape.last!]
    let conv =
      conv
      ?? ConvExtents(
        input: (image[0], image[1], image[2]), kernel: (1, 1), height: image[0], width: image[1],
        outputs: image[2])
    let range = resultRange
    return ck_conv(
      in_h: Int32(conv.input.height), in_w: Int32(conv.input.width), in_c: Int32(conv.input.channels),
      kernel_h: Int32(conv.kernel.height), kernel_w: Int32(conv.kernel.width), stride: Int32(conv.stride),
      pad_top: Int32(conv.rowPadding.before), pad_left: Int32(conv.columnPadding.before),
      pad_bottom: Int32(conv.rowPadding.after), pad_right: Int32(conv.columnPadding.after),
      out_h: Int32(conv.height / layer.pool), out_w: Int32(conv.width / layer.pool),
      out_c: Int32(conv.outputs), pool_h: Int32(layer.pool), pool_w: Int32(layer.pool), low: range.low,
      high: range.high)
  }

  /// What results are clamped to: reals in float, integers `q` in int8.
  private var resultRange: (low: Float, high: Float) {
    guard let quantization = layer.outputQuantization else { return (layer.relu ? 0 : -.infinity, .infinity) }
    return (layer.relu ? Float(quantization.zeroPoint) : -128, 127)
  }

  /// The integers that stand for zero, as the kernels take them.
  var kernelZeroPoints: ck_zero_points {
    ck_zero_points(
      input: Int32(inputQuantization?.zeroPoint ?? 0), output: Int32(layer.outputQuantization?.zeroPoint ?? 0)
    )
  }

  /// The bytes that `pack` writes.
  func packedByteCount(_ kernels: ck_infer_kernels) -> Int {
    var extents = kernelExtents
    return switch layer.parameters {
    case .none: 0
    case .float(let weight, let bias):
      layer.kind == .scale ? 4 * (weight.count + bias.count) : kernels.conv_f32.packed(&extents)
    case .weightOnly: kernels.conv_f32.packed(&extents)
    case .integer: kernels.conv_i8.packed(&extents)
    }
  }

  /// Lays the parameters out as the kernels read them, at a 64-byte boundary.
  func pack(_ kernels: ck_infer_kernels, into memory: UnsafeMutableRawPointer) {
    var extents = kernelExtents
    func packFloats(_ weight: Tensor, _ bias: Tensor) {
      withExtendedLifetime((weight, bias)) {
        kernels.conv_f32.pack(&extents, weight.pointer, bias.pointer, memory)
      }
    }
    switch layer.parameters {
    case .none: break
    case .float(let weight, let bias) where layer.kind == .scale:
      // In integers: output = (input - zero) * (inputScale * factor / outputScale) + offset / outputScale.
      let outputScale = layer.outputQuantization?.scale ?? 1
      let inputScale = inputQuantization?.scale ?? 1
      let factors = memory.assumingMemoryBound(to: Float.self)
      for channel in 0..<weight.count {
        factors[channel] = inputScale * weight[channel] / outputScale
        factors[weight.count + channel] = bias[channel] / outputScale
      }
    case .float(let weight, let bias): packFloats(weight, bias)
    case .weightOnly(let weight, let bias): packFloats(weight.dequantized(), bias)
    case .integer(let weight, let bias):
      let outputs = bias.count
      let scales =
        weight.scales.count == 1 ? Array(repeating: weight.scales[0], count: outputs) : weight.scales
      let factors = requantization(scales, from: inputQuantization!, to: layer.outputQuantization!)
      kernels.conv_i8.pack(&extents, kernelZeroPoints, weight.values, bias, factors, memory)
    }
  }
}
