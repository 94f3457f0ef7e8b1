import CKernels
import Testing

@testable import Engine

private let sizes = [1, 2, 3, 5, 7, 15, 17, 31, 33]
private let reference = ck_float_kernels_for(CK_ISA_REFERENCE).pointee
private let fast = InstructionSet.available.filter { $0 != .reference }

/// Every vector kernel against its plain twin; what lies around its result must stay untouched.
@Suite struct FloatKernelTests {
  @Test(arguments: fast, sizes)
  func product(isa: InstructionSet, m: Int) {
    for n in sizes {
      for k in sizes {
        expectSameProduct(isa, m: m, n: n, k: k, transposed: false, packed: true)
        expectSameProduct(isa, m: m, n: n, k: k, transposed: true, packed: false)
      }
    }
  }

  /// So deep and high that it is cut into pieces.
  @Test(arguments: fast, [false, true])
  func longProduct(isa: InstructionSet, transposed: Bool) {
    for (m, n, k) in [(7, 40, 401), (75, 17, 3), (50, 50, 100)] {
      expectSameProduct(isa, m: m, n: n, k: k, transposed: transposed, packed: false)
      expectSameProduct(isa, m: m, n: n, k: k, transposed: transposed, packed: true)
    }
  }

  /// Two images of two blocks, with a depth of two parts of three segments, and gaps everywhere.
  private func expectSameProduct(
    _ isa: InstructionSet, m: Int, n: Int, k: Int, transposed: Bool, packed: Bool
  ) {
    let (parts, segments, images, blocks, panels) = (2, 3, 2, 2, (n + 15) / 16)
    let depth = parts * segments * k
    let block = depth * m + 1
    let a = random(images * (blocks * block + 5) + parts * (segments * (m * k + 1) + 2), seed: 1)
    let b = random((packed ? panels * 16 : n) * depth + 16, seed: 2)
    let bias = random(n, seed: 3)
    let before = random(images * (blocks * (m * (n + 2) + 1) + 3), seed: 4)
    func run(_ kernels: ck_float_kernels, bias withBias: Bool, accumulate: Bool) -> [Float] {
      var c = before
      var product = ck_gemm(rows: m, columns: n, depth: k)
      product.parts = Int64(parts)
      product.segments = Int64(segments)
      product.images = Int64(images)
      product.blocks = Int64(blocks)
      product.a_row = Int64(transposed ? 1 : k)
      product.a_depth = Int64(transposed ? m : 1)
      product.a_segment = Int64(m * k + 1)
      product.a_part = Int64(segments * (m * k + 1) + 2)
      product.a_block = Int64(block)
      product.a_image = Int64(blocks * block + 5)
      product.b_depth = Int64(packed ? 16 : n)
      product.b_panel = Int64(packed ? depth * 16 : 16)
      product.c_row = Int64(n + 2)
      product.c_block = Int64(m * (n + 2) + 1)
      product.c_image = Int64(blocks * (m * (n + 2) + 1) + 3)
      product.accumulate = accumulate
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          bias.withUnsafeBufferPointer { bias in
            c.withUnsafeMutableBufferPointer { c in
              product.a = a.baseAddress
              product.b = b.baseAddress
              product.bias = withBias ? bias.baseAddress : nil
              product.c = c.baseAddress
              kernels.gemm(&product)
            }
          }
        }
      }
      return c
    }
    for (withBias, accumulate) in [(false, false), (true, false), (false, true)] {
      let actual = run(kernels(isa), bias: withBias, accumulate: accumulate)
      let expected = run(reference, bias: withBias, accumulate: accumulate)
      #expect(normalizedError(actual, expected) < 1e-10, "\(m) x \(n) x \(k)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func peakCountsItsOperations(isa: InstructionSet) {
    var result: Float = 0
    let lanes = kernels(isa).multiply_add_peak(1, &result)
    #expect(lanes > 0 && kernels(isa).multiply_add_peak(1000, &result) == 1000 * lanes)
    #expect(result.truncatingRemainder(dividingBy: 2) == 0 && result > 0)  // each chain nears 2
  }

  @Test(arguments: fast, sizes)
  func winogradTransforms(isa: InstructionSet, channels: Int) {
    let plane = 6 * channels + 5
    let numbers = random(16 * plane, seed: 1)
    let bias = random(channels, seed: 2)
    for (height, width) in [(4, 6), (2, 2)] {
      let (pixel, row) = (channels + 3, 8 * (channels + 3) + 1)
      let image = random(6 * row, seed: 3)
      var grid = ck_winograd(
        height: Int64(height), width: Int64(width), channels: Int64(channels), row: Int64(row),
        pixel: Int64(pixel), plane: Int64(plane))
      compare(isa, size: 16 * plane) { $0.winograd_input(&grid, image, $1) }
      compare(isa, size: 6 * row) { $0.winograd_output(&grid, numbers, bias, $1) }
      compare(isa, size: 6 * row) { $0.winograd_output(&grid, numbers, nil, $1) }
    }
    compare(isa, size: 16 * plane) { $0.winograd_kernel(Int64(channels), Int64(plane), numbers, $1) }
  }

  @Test(arguments: fast, sizes)
  func elementwise(isa: InstructionSet, count: Int) {
    let (x, dy) = (random(count, seed: 1), random(count, seed: 2))
    compare(isa, size: count) { $0.add(Int64(count), x, $1) }
    compare(isa, size: count) { $0.relu(Int64(count), x, $1) }
    compare(isa, size: count) { $0.relu_gradient(Int64(count), x, dy, $1) }
    for first in [0, 1_000_003] {
      compare(isa, size: count, tolerance: 0) {
        $0.dropout(Int64(count), 0x1234_5678_9ABC_DEF0, Int64(first), 1 << 31, 2, x, $1)
      }
    }
    var settings = ck_adam(rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7)
    compare(isa, size: count) { kernels, w in
      var (m, v) = (dy, x.map { $0 * $0 })
      kernels.adam(Int64(count), &settings, x, &m, &v, w)
      kernels.adam(Int64(count), &settings, dy, &m, &v, w)
    }
  }

  @Test(arguments: fast, sizes)
  func normalization(isa: InstructionSet, channels: Int) {
    let slope = random(channels, seed: 6)
    for rows in sizes {
      let x = random(rows * channels, seed: 1).map { $0 + 100 }
      let dy = random(rows * channels, seed: 2)
      let size = rows * channels
      withAffine(channels, mean: 100) { affine in
        compare(isa, size: size) { $0.normalize(Int64(rows), Int64(channels), x, affine, $1) }
        compare(isa, size: size) {
          $0.normalize_gradient(Int64(rows), Int64(channels), x, dy, affine, slope, $1)
        }
        compare(isa, size: size) { $0.normalize_relu(Int64(rows), Int64(channels), x, affine, $1) }
        compare(isa, size: 2 * channels) {
          $0.normalize_relu_sums(Int64(rows), Int64(channels), x, dy, affine, $1, $1 + channels)
        }
        compare(isa, size: size) {
          $0.normalize_relu_gradient(Int64(rows), Int64(channels), x, dy, affine, affine, slope, $1)
        }
        compare(isa, size: 2 * channels) {
          $0.moments(Int64(rows), Int64(channels), x, $1, $1 + channels)
        }
        compare(isa, size: 2 * channels) {
          $0.normalize_sums(Int64(rows), Int64(channels), x, dy, affine.pointee.mean, $1, $1 + channels)
        }
      }
    }
  }

  @Test(arguments: fast, sizes)
  func pooling(isa: InstructionSet, channels: Int) {
    for (height, width, size) in [(1, 1, 1), (2, 2, 2), (7, 5, 2), (7, 10, 3), (33, 17, 16)] {
      let (input, output) = (height * width * channels, height / size * (width / size) * channels)
      // Few distinct values: ties must go to the first.
      let x = random(input, seed: 1).map { ($0 * 4).rounded() }
      let (dy, slope) = (random(output, seed: 2), random(channels, seed: 6))
      var pool = ck_pool(
        height: Int64(height), width: Int64(width), channels: Int64(channels), size: Int64(size))
      var winners = [UInt8](repeating: 0, count: output)
      var values = [Float](repeating: 0, count: output)
      reference.max_pool(&pool, x, &values, &winners)
      withAffine(channels, mean: 0) { affine in
        compare(isa, size: output, tolerance: 0) { kernels, y in
          var own = winners.map { ~$0 }
          kernels.max_pool(&pool, x, y, &own)
          #expect(own == winners)
        }
        compare(isa, size: input, tolerance: 0) { $0.max_pool_gradient(&pool, dy, winners, $1) }
        compare(isa, size: 3 * output) { kernels, y in
          var own = winners.map { ~$0 }
          kernels.normalize_relu_pool(&pool, x, affine, y, &own, y + output)
          for i in 0..<output { y[2 * output + i] = Float(own[i]) }
        }
        compare(isa, size: input) {
          $0.normalize_pool_gradient(&pool, x, dy, winners, affine, slope, $1)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func poolingKeepsWhatIsNotANumber(isa: InstructionSet) {
    var pool = ck_pool(height: 2, width: 2, channels: 9, size: 2)
    for position in 0..<4 {
      var x = random(36, seed: 1)
      for channel in 0..<9 { x[position * 9 + channel] = .nan }
      var (y, other) = ([Float](repeating: 0, count: 9), [Float](repeating: 0, count: 9))
      var winners = [UInt8](repeating: 0, count: 9)
      kernels(isa).max_pool(&pool, x, &y, &winners)
      #expect(y.allSatisfy { $0.isNaN })
      withAffine(9, mean: 0) { kernels(isa).normalize_relu_pool(&pool, x, $0, &y, &winners, &other) }
      #expect(y.allSatisfy { $0.isNaN })
    }
  }

  // MARK: Support

  private func kernels(_ isa: InstructionSet) -> ck_float_kernels { ck_float_kernels_for(isa.code).pointee }

  private func random(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return generator.uniform(count: count, in: -1...1)
  }

  /// Runs a kernel and its twin on equal buffers of `size` floats with a margin, which must stay as it is.
  private func compare(
    _ isa: InstructionSet, size: Int, tolerance: Double = 1e-10,
    _ body: (ck_float_kernels, UnsafeMutablePointer<Float>) -> Void
  ) {
    var (actual, expected) = (random(size + 64, seed: 7), random(size + 64, seed: 7))
    let margin = Array(actual[size...])
    actual.withUnsafeMutableBufferPointer { body(kernels(isa), $0.baseAddress!) }
    expected.withUnsafeMutableBufferPointer { body(reference, $0.baseAddress!) }
    #expect(normalizedError(Array(actual[..<size]), Array(expected[..<size])) <= tolerance)
    #expect(Array(actual[size...]) == margin)
  }

  /// Scales of both signs.
  private func withAffine(_ channels: Int, mean: Float, _ body: (UnsafePointer<ck_affine>) -> Void) {
    let center = random(channels, seed: 3).map { $0 + mean }
    let (scale, offset) = (random(channels, seed: 4), random(channels, seed: 5))
    center.withUnsafeBufferPointer { center in
      scale.withUnsafeBufferPointer { scale in
        offset.withUnsafeBufferPointer { offset in
          var affine = ck_affine(
            mean: center.baseAddress, scale: scale.baseAddress, offset: offset.baseAddress)
          body(&affine)
        }
      }
    }
  }
}
