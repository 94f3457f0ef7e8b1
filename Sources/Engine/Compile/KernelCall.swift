import CKernels

/// One step of a program, ready to run: the kernel of one instruction set with all its settings.
struct KernelCall {
  /// The bytes that `pack` writes.
  var packedByteCount = 0

  /// The bytes that a share uses besides its inputs and its result.
  var scratchByteCount = 0

  /// Whether several threads may each compute a share.
  var canShare = false

  /// Lays the parameters out as the kernel reads them, at a 64-byte boundary.
  var pack: (UnsafeMutableRawPointer) -> Void = { _ in }

  /// Runs a share of the step; nothing happens where the result lies in place already.
  let run: (Operands) -> Void
}

/// Where a step finds its numbers.
struct Operands {
  /// The address of each input.
  let inputs: UnsafePointer<UnsafeRawPointer?>
  let parameters: UnsafeRawPointer
  let scratch: UnsafeMutableRawPointer
  let output: UnsafeMutableRawPointer
  let share: ck_share

  func floats(_ index: Int) -> UnsafePointer<Float> {
    inputs[index]!.assumingMemoryBound(to: Float.self)
  }

  func integers(_ index: Int) -> UnsafePointer<Int8> {
    inputs[index]!.assumingMemoryBound(to: Int8.self)
  }

  /// The addresses of all inputs.
  func addresses<Element>(of type: Element.Type) -> UnsafePointer<UnsafePointer<Element>?> {
    UnsafeRawPointer(inputs).assumingMemoryBound(to: UnsafePointer<Element>?.self)
  }

  var floatOutput: UnsafeMutablePointer<Float> { output.assumingMemoryBound(to: Float.self) }
  var integerOutput: UnsafeMutablePointer<Int8> { output.assumingMemoryBound(to: Int8.self) }
  var floatParameters: UnsafePointer<Float> { parameters.assumingMemoryBound(to: Float.self) }
}

/// The kernels of one instruction set.
struct InferenceKernels {
  let products: ck_infer_kernels
  let others: ck_infer_seq_kernels

  init(_ instructions: InstructionSet) {
    products = ck_infer_kernels_for(instructions.code).pointee
    others = ck_infer_seq_kernels_for(instructions.code).pointee
  }
}

extension LayerPlan {
  /// The call that computes the layer.
  func call(_ kernels: InferenceKernels) -> KernelCall {
    switch layer.kind {
    case .reshape: KernelCall { _ in }
    case .quantize, .dequantize: conversionCall(kernels)
    case _ where layer.isDynamic: dynamicCall(kernels)
    case _ where layer.isInteger: integerCall(kernels)
    default: floatCall(kernels)
    }
  }

  private func conversionCall(_ kernels: InferenceKernels) -> KernelCall {
    let count = count
    if let quantization = layer.outputQuantization {
      let (scale, zero) = (quantization.scale, Int32(quantization.zeroPoint))
      return KernelCall { kernels.products.quantize($0.floats(0), count, scale, zero, $0.integerOutput) }
    }
    let quantization = inputQuantizations[0]!
    let (scale, zero) = (quantization.scale, Int32(quantization.zeroPoint))
    return KernelCall { ck_dequantize($0.integers(0), count, scale, zero, $0.floatOutput) }
  }

  // MARK: What calls of all kinds need to know

  /// The length of the last axis of an input.
  func features(_ input: Int = 0) -> Int { inputShapes[input].last! }

  /// How many rows of features an input holds.
  func rows(_ input: Int = 0) -> Int { inputShapes[input].dropLast().reduce(1, *) }

  /// Whether it reads the mask that its kind may have.
  var hasMask: Bool { layer.kind.maskInput.map { inputShapes.count > $0 } ?? false }

  /// The windows of a pooling layer.
  var windows: ck_windows {
    let shape = inputShapes[0].map(Int32.init)
    return switch layer.kind {
    case .pool2D(_, let size, let stride):
      ck_windows(
        height: shape[0], width: shape[1], channels: shape[2], size_y: Int32(size), size_x: Int32(size),
        stride_y: Int32(stride), stride_x: Int32(stride))
    case .pool1D(_, let size, let stride):
      ck_windows(
        height: shape[0], width: 1, channels: shape[1], size_y: Int32(size), size_x: 1,
        stride_y: Int32(stride), stride_x: 1)
    default: preconditionFailure("\(layer.kind.name) has no windows")
    }
  }

  /// The extents of a recurrent layer.
  var recurrent: ck_recurrent {
    let (recurrence, cell) =
      switch layer.kind {
      case .gru(let recurrence): (recurrence, CK_GRU)
      case .lstm(let recurrence): (recurrence, CK_LSTM)
      default: preconditionFailure("\(layer.kind.name) is not recurrent")
      }
    return ck_recurrent(
      length: Int32(inputShapes[0][0]), inputs: Int32(features()),
      units: Int32(layer.parameters[1].shape[0]), cell: cell, reversed: recurrence.reversed,
      returns_sequence: recurrence.returnsSequence)
  }

  /// The extents of attention.
  func attention(heads: Int, scale: Float) -> ck_attention {
    ck_attention(
      queries: Int32(rows(0)), keys: Int32(rows(1)), features: Int32(features(0)),
      value_features: Int32(features(2)), heads: Int32(heads), scale: scale)
  }
}
