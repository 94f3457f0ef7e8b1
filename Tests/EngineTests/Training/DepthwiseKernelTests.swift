import CKernels
import Testing

@testable import Engine

private let sizes = [1, 2, 3, 5, 7, 15, 17, 31, 33]
private let reference = ck_depthwise_kernels_for(CK_ISA_REFERENCE).pointee
private let fast = InstructionSet.available.filter { $0 != .reference }

/// Height and width of an image, and the windows over it.
private struct Case {
  var input = [7, 9]
  var kernel = [3, 3]
  var stride = 1
  var padding = Padding.same

  func windows(channels: Int) -> Windows {
    Windows([1] + input + [channels], kernel: (kernel[0], kernel[1]), stride: stride, padding: padding)
  }
}

private let cases = [
  Case(), Case(padding: .valid), Case(stride: 2), Case(stride: 2, padding: .valid), Case(stride: 3),
  Case(input: [1, 33], kernel: [1, 5], stride: 2), Case(input: [5, 17], kernel: [2, 4]),
  Case(input: [2, 2], kernel: [7, 5]), Case(input: [9, 9], kernel: [1, 1], stride: 3),
  Case(input: [1, 1], kernel: [1, 1]), Case(input: [8, 11], kernel: [2, 2], stride: 3, padding: .valid),
]

/// Every vector kernel against its plain twin; what lies around its result must stay untouched.
@Suite struct DepthwiseKernelTests {
  @Test(arguments: fast, sizes)
  func convolution(isa: InstructionSet, channels: Int) {
    for test in cases {
      let windows = test.windows(channels: channels)
      var extents = windows.extents
      let x = random(windows.inputImage, seed: 1)
      let dy = random(windows.outputImage, seed: 2)
      let weight = random(windows.kernelCount * channels, seed: 3)
      let bias = random(channels, seed: 4)
      let (rows, first) = (Int64(windows.outputRows), Int64(windows.outputRows / 2))
      compare(isa, size: windows.outputImage) { $0.convolve(&extents, 0, rows, x, weight, bias, $1) }
      compare(isa, size: windows.outputImage) {
        $0.convolve(&extents, first, rows - first, x, weight, nil, $1)
      }
      compare(isa, size: windows.inputImage) {
        $0.input_gradient(&extents, 0, Int64(windows.inputRows), dy, weight, $1)
      }
      compare(isa, size: weight.count) { $0.weight_gradient(&extents, 0, rows, x, dy, $1) }
      compare(isa, size: weight.count) { $0.weight_gradient(&extents, first, rows - first, x, dy, $1) }
    }
  }

  @Test(arguments: fast, sizes)
  func maximum(isa: InstructionSet, channels: Int) {
    for var test in cases where test.input[0] >= test.kernel[0] {
      test.padding = .valid
      let windows = test.windows(channels: channels)
      var extents = windows.extents
      // Few distinct values: ties must go to the first.
      let x = random(windows.inputImage, seed: 1).map { ($0 * 4).rounded() }
      let dy = random(windows.outputImage, seed: 2)
      let rows = Int64(windows.outputRows)
      var (values, winners) = (dy, [Int32](repeating: 0, count: dy.count))
      reference.max_pool(&extents, 0, rows, x, &values, &winners)
      compare(isa, size: dy.count, tolerance: 0) { kernels, y in
        var own = winners.map { ~$0 }
        kernels.max_pool(&extents, 0, rows, x, y, &own)
        #expect(own == winners)
      }
      compare(isa, size: x.count) {
        $0.max_pool_gradient(&extents, 0, Int64(windows.inputRows), dy, winners, $1)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func maximumKeepsWhatIsNotANumber(isa: InstructionSet) {
    var extents = Windows([1, 2, 2, 9], kernel: (2, 2), stride: 1, padding: .valid).extents
    for position in 0..<4 {
      var x = random(36, seed: 1)
      for channel in 0..<9 { x[position * 9 + channel] = .nan }
      var (y, winners) = ([Float](repeating: 0, count: 9), [Int32](repeating: 0, count: 9))
      ck_depthwise_kernels_for(isa.code).pointee.max_pool(&extents, 0, 1, x, &y, &winners)
      #expect(y.allSatisfy { $0.isNaN })
    }
  }

  private func random(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return generator.uniform(count: count, in: -1...1)
  }

  /// Runs a kernel and its twin on equal buffers of `size` floats with a margin, which must stay as it is.
  private func compare(
    _ isa: InstructionSet, size: Int, tolerance: Double = 1e-10,
    _ body: (ck_depthwise_kernels, UnsafeMutablePointer<Float>) -> Void
  ) {
    var (actual, expected) = (random(size + 64, seed: 7), random(size + 64, seed: 7))
    let margin = Array(actual[size...])
    actual.withUnsafeMutableBufferPointer {
      body(ck_depthwise_kernels_for(isa.code).pointee, $0.baseAddress!)
    }
    expected.withUnsafeMutableBufferPointer { body(reference, $0.baseAddress!) }
    #expect(normalizedError(Array(actual[..<size]), Array(expected[..<size])) <= tolerance)
    #expect(Array(actual[size...]) == margin)
  }
}
