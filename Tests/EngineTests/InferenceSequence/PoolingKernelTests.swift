import CKernels
import Testing

@testable import Engine

/// Pooling kernels of inference against their plain twins, and by hand.
@Suite struct InferencePoolingKernelTests {
  private func results<Element>(
    _ isa: InstructionSet, count: Int, empty: Element,
    _ run: (ck_infer_seq_kernels, UnsafeMutablePointer<Element>) -> Void
  ) -> (actual: [Element], expected: [Element]) {
    var actual = [Element](repeating: empty, count: count)
    var expected = actual
    run(sequenceKernels(isa), &actual)
    run(sequenceKernels(.reference), &expected)
    return (actual, expected)
  }

  @Test(arguments: vectorSets, oddSizes + [130])
  func windows(isa: InstructionSet, channels: Int) {
    for (height, width, size, stride) in [
      (1, 1, 1, 1), (5, 7, 2, 2), (7, 5, 3, 1), (9, 1, 1, 3), (8, 6, 2, 3),
    ] {
      var w = ck_windows(
        height: Int32(height), width: Int32(width), channels: Int32(channels),
        size_y: Int32(min(size, height)),
        size_x: Int32(min(size, width)), stride_y: Int32(stride), stride_x: Int32(stride))
      let rows = (height - min(size, height)) / stride + 1
      let count = rows * ((width - min(size, width)) / stride + 1) * channels
      let x = randomFloats(height * width * channels, seed: 1)
      let q = randomIntegers(height * width * channels, seed: 2)
      let average = results(isa, count: count, empty: Float(9)) { $0.average_pool_f32(&w, x, $1) }
      #expect(normalizedError(average.actual, average.expected) < 1e-11)
      let most = results(isa, count: count, empty: Float(9)) { $0.max_pool_f32(&w, x, $1) }
      #expect(most.actual == most.expected)
      let integers = results(isa, count: count, empty: Int8(9)) {
        $0.average_pool_i8(&w, q, ck_zero_points(input: 9, output: -3), 0.9, $1)
      }
      #expect(integers.actual == integers.expected)
      let mostIntegers = results(isa, count: count, empty: Int8(9)) { $0.max_pool_i8(&w, q, $1) }
      #expect(mostIntegers.actual == mostIntegers.expected)
    }
  }

  @Test(arguments: vectorSets, oddSizes + [130])
  func global(isa: InstructionSet, channels: Int) {
    for (rows, masked) in [(1, false), (1, true), (7, false), (17, true)] {
      let x = randomFloats(rows * channels, seed: 1)
      let q = randomIntegers(rows * channels, seed: 2)
      let mask = randomMask(rows, seed: 3, masked: masked)
      let floatMask = mask.map { $0.map(Float.init) }
      let average = results(isa, count: channels, empty: Float(9)) {
        $0.global_average_f32(rows, channels, x, floatMask, $1)
      }
      #expect(normalizedError(average.actual, average.expected) < 1e-11)
      let most = results(isa, count: channels, empty: Float(9)) {
        $0.global_max_f32(rows, channels, x, floatMask, $1)
      }
      #expect(most.actual == most.expected)
      let integers = results(isa, count: channels, empty: Int8(9)) {
        $0.global_average_i8(rows, channels, q, mask, ck_zero_points(input: 9, output: -3), 1.7, $1)
      }
      #expect(integers.actual == integers.expected)
      let mostIntegers = results(isa, count: channels, empty: Int8(9)) {
        $0.global_max_i8(rows, channels, q, mask, 4, $1)
      }
      #expect(mostIntegers.actual == mostIntegers.expected)
    }
  }

  /// Masked rows do not count; where all are masked, the result is 0.
  @Test(arguments: InstructionSet.available)
  func masks(isa: InstructionSet) {
    let kernels = sequenceKernels(isa)
    let x: [Float] = [1, -5, 30, 40, 3, -7]
    var y: [Float] = [0, 0]
    kernels.global_average_f32(3, 2, x, [1, 0, 1], &y)
    #expect(y == [2, -6])
    kernels.global_max_f32(3, 2, x, [1, 0, 1], &y)
    #expect(y == [3, -5])
    kernels.global_max_f32(3, 2, x, [0, 0, 0], &y)
    #expect(y == [0, 0])
    var q: [Int8] = [0, 0]
    kernels.global_average_i8(
      3, 2, [1, -5, 30, 40, 4, -8], [1, 0, 1], ck_zero_points(input: 0, output: 1), 1, &q)
    #expect(q == [3, -5])
    kernels.global_average_i8(
      3, 2, [1, -5, 30, 40, 3, -7], [0, 0, 0], ck_zero_points(input: 0, output: 1), 1, &q)
    #expect(q == [1, 1])
  }
}
