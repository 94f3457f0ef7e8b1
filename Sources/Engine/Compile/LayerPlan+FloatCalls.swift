import CKernels

extension LayerPlan {
  /// The call of a layer that computes in floats; integer weights become floats here.
  func floatCall(_ kernels: InferenceKernels) -> KernelCall {
    let seq = kernels.others
    let (count, rows, features) = (count, rows(), features())
    let isClamped = layer.clamp != nil
    switch layer.kind {
    case .dense, .conv2D, .conv1D: return productCall(kernels.products.conv_f32)
    case .depthwiseConv2D: return productCall(kernels.products.depthwise_f32)
    case .convTranspose2D: return productCall(kernels.products.transposed_f32)

    case .scale:
      return vectorsCall {
        ck_scale_f32(
          $0.floats(0), rows, features, $0.floatParameters, $0.floatParameters + features, isClamped ? 1 : 0,
          $0.floatOutput)
      }
    case .layerNorm(let epsilon):
      return vectorsCall {
        seq.layer_norm_f32(
          rows, features, $0.floats(0), $0.floatParameters, $0.floatParameters + features, epsilon,
          $0.floatOutput)
      }
    case .activation(let function):
      return KernelCall { seq.activation_f32(function.code, count, $0.floats(0), $0.floatOutput) }
    case .softmax:
      return KernelCall { seq.softmax_f32(rows, features, $0.floats(0), $0.floatOutput) }

    case .pool2D(let kind, _, _), .pool1D(let kind, _, _):
      let pool = kind == .max ? seq.max_pool_f32! : seq.average_pool_f32!
      let windows = windows
      return KernelCall {
        var windows = windows
        pool(&windows, $0.floats(0), $0.floatOutput)
      }
    case .globalPool(let kind):
      let pool = kind == .max ? seq.global_max_f32! : seq.global_average_f32!
      let hasMask = hasMask
      return KernelCall {
        pool(rows, features, $0.floats(0), hasMask ? $0.floats(1) : nil, $0.floatOutput)
      }

    case .embedding, .hashedEmbedding, .projection, .paddingMask: return floatLookupCall()
    case .gru, .lstm: return floatRecurrentCall(seq)
    case .attention(let heads, let scale):
      let extents = attention(heads: heads, scale: scale)
      let hasMask = hasMask
      return KernelCall(scratchByteCount: withUnsafePointer(to: extents, seq.attention_f32_scratch)) {
        var extents = extents
        seq.attention_f32(
          &extents, $0.floats(0), $0.floats(1), $0.floats(2), hasMask ? $0.floats(3) : nil, $0.scratch,
          $0.floatOutput)
      }

    case .add, .multiply:
      let join = layer.kind == .add ? seq.add_f32! : seq.multiply_f32!
      let inputs = Int32(inputShapes.count)
      return KernelCall { join(count, inputs, $0.addresses(of: Float.self), isClamped, $0.floatOutput) }
    case .concatenate:
      let widths = inputShapes.indices.map { self.features($0) }
      let pitch = shape.last!
      return KernelCall { operands in
        var column = operands.floatOutput
        for (index, width) in widths.enumerated() {
          ck_copy_rows(rows, 4 * width, operands.floats(index), column, 4 * pitch)
          column += width
        }
      }
    case .reshape, .quantize, .dequantize: preconditionFailure("no arithmetic")
    }
  }

  private func productCall(_ kernel: ck_layer_f32) -> KernelCall {
    let (conv, parameters) = (conv!, layer.parameters)
    return KernelCall(
      packedByteCount: withUnsafePointer(to: conv, kernel.packed),
      scratchByteCount: withUnsafePointer(to: conv, kernel.scratch), canShare: true,
      pack: { memory in
        var conv = conv
        let (weight, bias) = (parameters[0].floats, parameters[1].floats)
        withExtendedLifetime((weight, bias)) { kernel.pack(&conv, weight.pointer, bias.pointer, memory) }
      },
      run: {
        var conv = conv
        kernel.run(&conv, $0.share, $0.floats(0), $0.parameters, $0.scratch, $0.floatOutput)
      })
  }

  /// A call whose parameters lie one after the other, as floats.
  private func vectorsCall(_ run: @escaping (Operands) -> Void) -> KernelCall {
    let parameters = layer.parameters
    return KernelCall(
      packedByteCount: 4 * parameters.reduce(0) { $0 + $1.count },
      pack: { memory in
        var next = memory.assumingMemoryBound(to: Float.self)
        for parameter in parameters { next.write(parameter.floats) }
      },
      run: run)
  }

  private func floatLookupCall() -> KernelCall {
    let (length, width) = (inputShapes[0][0], shape.last!)
    let rows = layer.parameters.first?.shape[0] ?? 0
    switch layer.kind {
    case .embedding:
      return vectorsCall {
        ck_embedding_f32(length, $0.floats(0), $0.floatParameters, Int32(rows), width, $0.floatOutput)
      }
    case .hashedEmbedding(let hashes):
      return vectorsCall {
        ck_hashed_embedding_f32(
          length, $0.floats(0), $0.floatParameters, UInt32(rows), UInt32(hashes), width, $0.floatOutput)
      }
    case .projection: return KernelCall { ck_projection_f32(length, $0.floats(0), width, $0.floatOutput) }
    default: return KernelCall { ck_padding_mask_f32(length, $0.floats(0), $0.floatOutput) }
    }
  }

  private func floatRecurrentCall(_ kernels: ck_infer_seq_kernels) -> KernelCall {
    let (extents, parameters, hasMask) = (recurrent, layer.parameters, hasMask)
    return KernelCall(
      packedByteCount: withUnsafePointer(to: extents, kernels.recurrent_f32_packed),
      scratchByteCount: withUnsafePointer(to: extents, kernels.recurrent_f32_scratch),
      pack: { memory in
        var extents = extents
        let tensors = parameters.map(\.floats)
        var addresses = ck_recurrent_f32(
          weight: tensors[0].pointer, recurrent: tensors[1].pointer, bias: tensors[2].pointer,
          recurrent_bias: tensors.count > 3 ? tensors[3].pointer : nil)
        withExtendedLifetime(tensors) { kernels.recurrent_f32_pack(&extents, &addresses, memory) }
      },
      run: {
        var extents = extents
        kernels.recurrent_f32(
          &extents, $0.floats(0), hasMask ? $0.floats(1) : nil, $0.parameters, $0.scratch, $0.floatOutput)
      })
  }
}

extension UnsafeMutablePointer<Float> {
  /// Writes a tensor's elements and moves behind them.
  mutating func write(_ tensor: Tensor) {
    tensor.withUnsafeBuffer { self.update(from: $0.baseAddress!, count: $0.count) }
    self += tensor.count
  }
}
