import CKernels
import Foundation
import Testing

@testable import Engine

private let activations = [CK_RELU, CK_RELU6, CK_GELU, CK_SILU, CK_TANH, CK_SIGMOID]

/// Row and elementwise inference kernels against their plain twins and against closed forms.
@Suite struct ElementwiseKernelTests {
  /// Runs a kernel of `isa` and of the reference on a result of `count`, which must agree to rounding.
  private func expectSame(
    _ isa: InstructionSet, count: Int, _ run: (ck_infer_seq_kernels, UnsafeMutablePointer<Float>) -> Void
  ) {
    func result(_ isa: InstructionSet) -> [Float] {
      var y = [Float](repeating: 9, count: count + 1)
      run(sequenceKernels(isa), &y)
      return y
    }
    #expect(normalizedError(result(isa), result(.reference)) < 1e-11)
  }

  /// Likewise in integers: bit for bit.
  private func expectEqual(
    _ isa: InstructionSet, count: Int, _ run: (ck_infer_seq_kernels, UnsafeMutablePointer<Int8>) -> Void
  ) {
    func result(_ isa: InstructionSet) -> [Int8] {
      var y = [Int8](repeating: 9, count: count + 1)
      run(sequenceKernels(isa), &y)
      return y
    }
    #expect(result(isa) == result(.reference))
  }

  @Test(arguments: vectorSets, oddSizes)
  func rows(isa: InstructionSet, features: Int) {
    for rows in [1, 3] {
      let count = rows * features
      let x = randomFloats(count, seed: 1, in: -4...4)
      let (gamma, beta) = (randomFloats(features, seed: 2), randomFloats(features, seed: 3))
      expectSame(isa, count: count) { $0.layer_norm_f32(rows, features, x, gamma, beta, 1e-3, $1) }
      expectSame(isa, count: count) { $0.softmax_f32(rows, features, x, $1) }
      let q = randomIntegers(count, seed: 4)
      let (steepGamma, steepBeta) = (gamma.map { 50 * $0 }, beta.map { 20 * $0 })
      expectEqual(isa, count: count) {
        $0.layer_norm_i8(rows, features, q, steepGamma, steepBeta, 2.5, -4, $1)
      }
      expectEqual(isa, count: rows * (features + 2)) {
        $0.requantize(rows, features, q, ck_zero_points(input: 7, output: -30), 0.77, $1, features + 2)
      }
    }
  }

  @Test(arguments: vectorSets, oddSizes + [127, 128, 300])
  func elements(isa: InstructionSet, count: Int) {
    let x = (0..<3).map { randomFloats(count, seed: $0 + 1, in: -9...9) }
    for activation in activations {
      expectSame(isa, count: count) { $0.activation_f32(activation, count, x[0], $1) }
    }
    let q = (0..<3).map { randomIntegers(count, seed: $0 + 1) }
    let (zeros, factors): ([Int32], [Float]) = ([5, -100, 0], [0.7, 0.3001, 1.2])
    for inputs: Int32 in [2, 3] {
      for relu in [false, true] {
        withPointers(to: x) { x in
          expectSame(isa, count: count) { $0.add_f32(count, inputs, x, relu, $1) }
          expectSame(isa, count: count) { $0.multiply_f32(count, inputs, x, relu, $1) }
        }
        withPointers(to: q) { q in
          expectEqual(isa, count: count) { $0.add_i8(count, inputs, q, zeros, factors, relu, -11, $1) }
          expectEqual(isa, count: count) { $0.multiply_i8(count, inputs, q, zeros, 0.0031, relu, -11, $1) }
        }
      }
    }
  }

  /// The int8 layer normalization follows the float one to half a step and rounding.
  @Test(arguments: InstructionSet.available)
  func integerLayerNorm(isa: InstructionSet) {
    let (rows, features, scale, outputScale): (Int, Int, Float, Float) = (4, 33, 0.05, 0.03)
    let q = randomIntegers(rows * features, seed: 1)
    let gamma = randomFloats(features, seed: 2, in: 0.5...1.5)
    let beta = randomFloats(features, seed: 3)
    var expected = [Float](repeating: 0, count: rows * features)
    var actual = [Int8](repeating: 0, count: rows * features)
    let kernels = sequenceKernels(isa)
    kernels.layer_norm_f32(
      rows, features, dequantized(q, scale: scale, zero: 9), gamma, beta, 1e-3, &expected)
    kernels.layer_norm_i8(
      rows, features, q, gamma.map { $0 / outputScale }, beta.map { $0 / outputScale },
      1e-3 / Double(scale * scale), 6, &actual)
    for (a, e) in zip(dequantized(actual, scale: outputScale, zero: 6), expected) {
      #expect(abs(a - e) < 0.51 * outputScale)
    }
  }

  @Test(arguments: activations)
  func activationTable(activation: ck_activation) {
    var table = [Int8](repeating: 0, count: 256)
    let zero = ck_zero_points(input: 10, output: -20)
    ck_activation_table(activation, 0.05, 0.04, zero, &table)
    let q = (-128...127).map { Int8($0) }
    var (looked, real) = ([Int8](repeating: 0, count: 256), [Float](repeating: 0, count: 256))
    ck_lookup_i8(256, q, table, &looked)
    sequenceKernels(.reference).activation_f32(activation, 256, dequantized(q, scale: 0.05, zero: 10), &real)
    for (a, e) in zip(dequantized(looked, scale: 0.04, zero: -20), real) {
      #expect(abs(a - min(max(e, 0.04 * -108), 0.04 * 147)) < 0.0201)
    }
  }

  @Test(arguments: oddSizes)
  func integerSoftmax(features: Int) {
    let q = randomIntegers(2 * features, seed: 1)
    var table = [UInt32](repeating: 0, count: 256)
    ck_softmax_table(0.03, &table)
    var actual = [Int8](repeating: 0, count: 2 * features)
    ck_softmax_i8(2, features, q, table, 1 / 256, -128, &actual)
    var expected = [Float](repeating: 0, count: 2 * features)
    sequenceKernels(.reference).softmax_f32(2, features, dequantized(q, scale: 0.03), &expected)
    for (a, e) in zip(dequantized(actual, scale: 1 / 256, zero: -128), expected) {
      #expect(abs(a - min(e, 255 / 256)) < 0.51 / 256)
    }
  }

  /// Ties go to even numbers, and results that int8 does not hold to its ends.
  @Test(arguments: InstructionSet.available)
  func roundingAndClamping(isa: InstructionSet) {
    var y = [Int8](repeating: 0, count: 6)
    sequenceKernels(isa).requantize(
      1, 6, [1, 3, -1, -3, 127, -128], ck_zero_points(input: 0, output: 10), 0.5, &y, 6)
    #expect(y == [10, 12, 10, 8, 74, -54])
    sequenceKernels(isa).requantize(
      1, 6, [1, 3, -1, -3, 127, -128], ck_zero_points(input: 0, output: 10), 1.5, &y, 6)
    #expect(y == [12, 14, 8, 6, 127, -128])
  }
}
