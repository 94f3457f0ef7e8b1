import CKernels

extension Activation {
  /// The function of 8-bit integers as a table: result `x + 128` belongs to the integer `x`.
  ///
  /// `clamp(round(f(input.scale * (x - input.zeroPoint)) / output.scale) + output.zeroPoint)`, in double precision.
  package func table(input: AffineParameters, output: AffineParameters) -> [Int8] {
    [Int8](unsafeUninitializedCapacity: 256) { buffer, count in
      let zeros = ck_zero_points(input: Int32(input.zeroPoint), output: Int32(output.zeroPoint))
      ck_activation_table(code, input.scale, output.scale, zeros, buffer.baseAddress!)
      count = 256
    }
  }
}

extension AffineParameters {
  /// What an integer softmax adds up for a distance of 0...255 from the row's largest: `round(2^20 * exp(-scale * d))`.
  package var softmaxTable: [UInt32] {
    [UInt32](unsafeUninitializedCapacity: 256) { buffer, count in
      ck_softmax_table(scale, buffer.baseAddress!)
      count = 256
    }
  }
}
