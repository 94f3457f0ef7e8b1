import CKernels

extension LayerPlan {
  /// The integers that stand for zero, as the kernels take them.
  private var zeroPoints: ck_zero_points {
    ck_zero_points(
      input: Int32(inputQuantizations[0]?.zeroPoint ?? 0), output: Int32(layer.outputQuantization!.zeroPoint))
  }

  /// The call of a layer that computes in 8-bit integers.
  func integerCall(_ kernels: InferenceKernels) -> KernelCall {
    let seq = kernels.others
    let (count, rows, features) = (count, rows(), features())
    let (zero, output) = (zeroPoints, layer.outputQuantization!)
    let isClamped = layer.clamp != nil
    switch layer.kind {
    case .dense, .conv2D, .conv1D: return productCall(kernels.products.conv_i8)
    case .depthwiseConv2D: return productCall(kernels.products.depthwise_i8)
    case .convTranspose2D: return productCall(kernels.products.transposed_i8)

    case .scale:
      // output = (input - zero) * (inputScale * factor / outputScale) + offset / outputScale
      let factor = inputQuantizations[0]!.scale
      return vectorsCall([{ factor * $0 / output.scale }, { $0 / output.scale }]) {
        ck_scale_i8(
          $0.integers(0), rows, features, $0.floatParameters, $0.floatParameters + features, zero,
          isClamped ? 1 : 0, $0.integerOutput)
      }
    case .layerNorm(let epsilon):
      let scale = Double(inputQuantizations[0]!.scale)
      let scaled = Double(epsilon) / (scale * scale)
      return vectorsCall([{ $0 / output.scale }, { $0 / output.scale }]) {
        seq.layer_norm_i8(
          rows, features, $0.integers(0), $0.floatParameters, $0.floatParameters + features, scaled,
          zero.output, $0.integerOutput)
      }
    case .activation(let function):
      let scale = inputQuantizations[0]!.scale
      return KernelCall(
        packedByteCount: 256,
        pack: {
          ck_activation_table(
            function.code, scale, output.scale, zero, $0.assumingMemoryBound(to: Int8.self))
        },
        run: {
          ck_lookup_i8(
            count, $0.integers(0), $0.parameters.assumingMemoryBound(to: Int8.self), $0.integerOutput)
        })
    case .softmax:
      let scale = inputQuantizations[0]!.scale
      return KernelCall(
        packedByteCount: 1024,
        pack: { ck_softmax_table(scale, $0.assumingMemoryBound(to: UInt32.self)) },
        run: {
          ck_softmax_i8(
            rows, features, $0.integers(0), $0.parameters.assumingMemoryBound(to: UInt32.self), output.scale,
            zero.output, $0.integerOutput)
        })

    case .pool2D, .pool1D, .globalPool: return integerPoolCall(seq)
    case .embedding, .hashedEmbedding, .projection, .paddingMask: return integerLookupCall()
    case .gru, .lstm: return integerRecurrentCall(seq)
    case .attention(let heads, let scale):
      return integerAttentionCall(seq, attention(heads: heads, scale: scale))
    case .add, .multiply, .concatenate: return integerJoinCall(seq)
    case .reshape, .quantize, .dequantize: preconditionFailure("no arithmetic")
    }
  }

  private func productCall(_ kernel: ck_layer_i8) -> KernelCall {
    let (conv, zero, factors, parameters) = (conv!, zeroPoints, scaleFactors, layer.parameters)
    return KernelCall(
      packedByteCount: withUnsafePointer(to: conv, kernel.packed),
      scratchByteCount: withUnsafePointer(to: conv, kernel.scratch), canShare: true,
      pack: { memory in
        var conv = conv
        guard case .int32(let bias) = parameters[1], let weight = parameters[0].quantized else { return }
        let multipliers = factors.count == 1 ? Array(repeating: factors[0], count: bias.count) : factors
        kernel.pack(&conv, zero, weight.values, bias, multipliers, memory)
      },
      run: {
        var conv = conv
        kernel.run(&conv, zero, $0.share, $0.integers(0), $0.parameters, $0.scratch, $0.integerOutput)
      })
  }

  /// A call whose vectors, each changed by a function, lie one after the other as floats.
  private func vectorsCall(
    _ changes: [(Float) -> Float], _ run: @escaping (Operands) -> Void
  ) -> KernelCall {
    let parameters = layer.parameters
    return KernelCall(
      packedByteCount: 4 * parameters.reduce(0) { $0 + $1.count },
      pack: { memory in
        var next = memory.assumingMemoryBound(to: Float.self)
        for (parameter, change) in zip(parameters, changes) {
          let tensor = parameter.floats
          next.write(Tensor(shape: tensor.shape, values: tensor.values.map(change)))
        }
      },
      run: run)
  }

  private func integerPoolCall(_ kernels: ck_infer_seq_kernels) -> KernelCall {
    let (zero, rows, features, hasMask) = (zeroPoints, rows(), features(), hasMask)
    let factor = scaleFactors[0]
    switch layer.kind {
    case .globalPool(.max):
      return KernelCall {
        kernels.global_max_i8(
          rows, features, $0.integers(0), hasMask ? $0.integers(1) : nil, zero.output, $0.integerOutput)
      }
    case .globalPool(.average):
      return KernelCall {
        kernels.global_average_i8(
          rows, features, $0.integers(0), hasMask ? $0.integers(1) : nil, zero, factor, $0.integerOutput)
      }
    case .pool2D(.max, _, _), .pool1D(.max, _, _):
      let windows = windows
      return KernelCall {
        var windows = windows
        kernels.max_pool_i8(&windows, $0.integers(0), $0.integerOutput)
      }
    default:
      let windows = windows
      return KernelCall {
        var windows = windows
        kernels.average_pool_i8(&windows, $0.integers(0), zero, factor, $0.integerOutput)
      }
    }
  }

  private func integerLookupCall() -> KernelCall {
    let (length, width) = (inputShapes[0][0], shape.last!)
    let table = layer.parameters.first?.quantized
    let rows = table?.shape[0] ?? 0
    let pack: (UnsafeMutableRawPointer) -> Void = { memory in
      table?.values.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }
    switch layer.kind {
    case .embedding:
      return KernelCall(packedByteCount: table!.values.count, pack: pack) {
        ck_embedding_i8(
          length, $0.floats(0), $0.parameters.assumingMemoryBound(to: Int8.self), Int32(rows), width,
          $0.integerOutput)
      }
    case .hashedEmbedding(let hashes):
      let zero = ck_zero_points(input: 0, output: zeroPoints.output)
      let factor = scaleFactors[0]
      return KernelCall(packedByteCount: table!.values.count, pack: pack) {
        ck_hashed_embedding_i8(
          length, $0.floats(0), $0.parameters.assumingMemoryBound(to: Int8.self), UInt32(rows),
          UInt32(hashes), width, zero, factor, $0.integerOutput)
      }
    case .projection: return KernelCall { ck_projection_i8(length, $0.floats(0), width, $0.integerOutput) }
    default: return KernelCall { ck_padding_mask_i8(length, $0.floats(0), $0.integerOutput) }
    }
  }

  private func integerRecurrentCall(_ kernels: ck_infer_seq_kernels) -> KernelCall {
    let (extents, zero, hasMask, parameters) = (recurrent, zeroPoints, hasMask, layer.parameters)
    let stateScale = layer.outputQuantization!.scale
    let inputScale = inputQuantizations[0]!.scale
    return KernelCall(
      packedByteCount: withUnsafePointer(to: extents, kernels.recurrent_i8_packed),
      scratchByteCount: withUnsafePointer(to: extents, kernels.recurrent_i8_scratch),
      pack: { memory in
        var extents = extents
        guard let weight = parameters[0].quantized, let recurrent = parameters[1].quantized else { return }
        let columns = weight.shape[1]
        let tensors =
          parameters[2...].map(\.floats) + [
            weight.columnScales(columns, times: inputScale),
            recurrent.columnScales(columns, times: stateScale),
          ]
        weight.values.withUnsafeBufferPointer { weights in
          recurrent.values.withUnsafeBufferPointer { recurrents in
            var addresses = ck_recurrent_i8(
              weight: weights.baseAddress, recurrent: recurrents.baseAddress, bias: tensors[0].pointer,
              recurrent_bias: tensors.count > 3 ? tensors[1].pointer : nil,
              weight_scale: tensors[tensors.count - 2].pointer,
              recurrent_scale: tensors[tensors.count - 1].pointer)
            withExtendedLifetime(tensors) { kernels.recurrent_i8_pack(&extents, &addresses, memory) }
          }
        }
      },
      run: {
        var extents = extents
        kernels.recurrent_i8(
          &extents, zero, stateScale, $0.integers(0), hasMask ? $0.integers(1) : nil, $0.parameters,
          $0.scratch, $0.integerOutput)
      })
  }

  private func integerAttentionCall(
    _ kernels: ck_infer_seq_kernels, _ extents: ck_attention
  ) -> KernelCall {
    let factors = scaleFactors
    let zeros = inputQuantizations.map { Int32($0!.zeroPoint) }
    let integers = ck_attention_i8(
      q_zero: zeros[0], k_zero: zeros[1], v_zero: zeros[2], y_zero: zeroPoints.output,
      score_scale: factors[0], output_scale: factors[1])
    let hasMask = hasMask
    return KernelCall(scratchByteCount: withUnsafePointer(to: extents, kernels.attention_i8_scratch)) {
      var (extents, integers) = (extents, integers)
      kernels.attention_i8(
        &extents, &integers, $0.integers(0), $0.integers(1), $0.integers(2), hasMask ? $0.integers(3) : nil,
        $0.scratch, $0.integerOutput)
    }
  }

  private func integerJoinCall(_ kernels: ck_infer_seq_kernels) -> KernelCall {
    let (count, rows, pitch) = (count, rows(), shape.last!)
    let zero = zeroPoints.output
    let zeros = inputQuantizations.map { Int32($0!.zeroPoint) }
    let factors = scaleFactors
    let isClamped = layer.clamp != nil
    switch layer.kind {
    case .add:
      return KernelCall {
        kernels.add_i8(
          count, Int32(zeros.count), $0.addresses(of: Int8.self), zeros, factors, isClamped, zero,
          $0.integerOutput)
      }
    case .multiply:
      return KernelCall {
        kernels.multiply_i8(
          count, Int32(zeros.count), $0.addresses(of: Int8.self), zeros, factors[0], isClamped, zero,
          $0.integerOutput)
      }
    default:
      let widths = inputShapes.indices.map { features($0) }
      return KernelCall { operands in
        var column = operands.integerOutput
        for (index, width) in widths.enumerated() {
          kernels.requantize(
            rows, width, operands.integers(index), ck_zero_points(input: zeros[index], output: zero),
            factors[index], column, pitch)
          column += width
        }
      }
    }
  }
}

extension QuantizedTensor {
  /// The scale of each column, times a factor.
  func columnScales(_ columns: Int, times factor: Float) -> Tensor {
    let all = scales.count == 1 ? Array(repeating: scales[0], count: columns) : scales
    return Tensor(shape: [columns], values: all.map { factor * $0 })
  }
}
