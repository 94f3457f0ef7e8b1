import CKernels

extension LayerPlan {
  /// The call of a product that rounds its inputs to 8 bits at run time and multiplies integers.
  ///
  /// The inputs' scale is `max|x| / 127`, their zero point 0; the results are floats.
  func dynamicCall(_ kernels: InferenceKernels) -> KernelCall {
    let (conv, kernel) = (conv!, kernels.products.conv_dynamic)
    let (weight, bias) = (layer.parameters[0].quantized!, layer.parameters[1].floats)
    return KernelCall(
      packedByteCount: withUnsafePointer(to: conv, kernel.packed),
      scratchByteCount: withUnsafePointer(to: conv, kernel.scratch), canShare: true,
      pack: { memory in
        var conv = conv
        let scales = weight.columnScales(bias.count, times: 1)
        withExtendedLifetime((scales, bias)) {
          kernel.pack(&conv, weight.values, scales.pointer, bias.pointer, memory)
        }
      },
      run: {
        var conv = conv
        kernel.run(&conv, $0.share, $0.floats(0), $0.parameters, $0.scratch, $0.floatOutput)
      })
  }
}
