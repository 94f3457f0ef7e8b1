import Testing

@testable import Engine

@Suite struct QuantizationTests {
  @Test(arguments: [(-1, 1), (0, 6), (-3, 0.5), (2, 5), (-5, -2), (-1e-3, 1e3)] as [(Float, Float)])
  func roundTripStaysWithinHalfAStep(low: Float, high: Float) {
    let parameters = AffineParameters(covering: low...high)
    var numbers = TestNumbers(seed: 40)
    for _ in 0..<2000 {
      let real = numbers.uniform(min(low, 0)...max(high, 0))
      let back = parameters.dequantize(parameters.quantize(real))
      // The zero point is rounded, which shifts the range by up to half a step at either end.
      let edge = parameters.scale / 2
      let tolerance = parameters.scale * 0.5001 + (real < low + edge || real > high - edge ? edge : 0)
      #expect(abs(real - back) <= tolerance)
    }
    #expect(parameters.dequantize(parameters.quantize(0)) == 0)
  }

  @Test func clampsAndToleratesAnything() {
    let parameters = AffineParameters(covering: -1...1)
    #expect(parameters == AffineParameters(scale: 2 / 255, zeroPoint: -1))
    #expect(parameters.quantize(100) == 127)
    #expect(parameters.quantize(-.infinity) == -128)
    #expect(parameters.quantize(.nan) == -128)
    #expect(AffineParameters(covering: 0...0) == AffineParameters(scale: 1, zeroPoint: 0))
    let huge = AffineParameters(covering: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude)
    #expect(huge.isValid)
  }

  /// The kernels must round, clamp and treat what is not a number as the Swift definition does.
  @Test(arguments: InstructionSet.available) func kernelsQuantizeAlike(instructions: InstructionSet) throws {
    var graph = try Graph(input: [37])
    let identity = Tensor(shape: [37, 37], values: (0..<37 * 37).map { $0 % 38 == 0 ? 1 : 0 })
    try graph.append(.dense(weight: identity, bias: nil), name: "dense")
    let ranges = Calibration(input: -1...3, results: ["dense": -1...3])
    let program = try graph.quantized(ranges: ranges).packed(for: instructions)
    let parameters = try #require(program.inputQuantization)
    var numbers = TestNumbers(seed: 41)
    var image = numbers.tensor([37], in: -2...4).values
    image[0] = .nan
    image[1] = .infinity
    image[2] = -1e30
    // Exact halves between two integers: ties go to even.
    for index in 3..<10 { image[index] = (Float(index) + 0.5) * parameters.scale }
    let expected = image.map { parameters.dequantize(parameters.quantize($0)) }
    #expect(program.uncheckedLogits(for: image) == expected)
  }

  @Test(arguments: 2...8, [.perTensor, .perChannel] as [Granularity])
  func weightsComeBackWithinHalfAScale(bits: Int, granularity: Granularity) throws {
    var numbers = TestNumbers(seed: 42)
    let weight = numbers.tensor([3, 3, 5, 7], in: -0.3...0.4)
    let quantized = try QuantizedTensor(weight, bits: bits, granularity: granularity)
    let back = quantized.dequantized()
    let limit = 1 << (bits - 1) - 1
    #expect(quantized.scales.count == (granularity == .perTensor ? 1 : 7))
    #expect(quantized.values.allSatisfy { abs(Int($0)) <= limit })
    #expect(quantized.values.contains { abs(Int($0)) == limit })
    for index in 0..<weight.count {
      let scale = quantized.scales[index % quantized.scales.count]
      #expect(abs(weight[index] - back[index]) <= scale * 0.50001)
    }
  }

  @Test func oneScaleAChannelIsNoWorse() throws {
    var numbers = TestNumbers(seed: 43)
    // Channels of very different size are what per-channel scales are for.
    let weight = Tensor(
      shape: [50, 2], values: (0..<100).map { numbers.uniform(-1...1) * ($0 % 2 == 0 ? 100 : 1) })
    func error(_ granularity: Granularity) throws -> Double {
      normalizedError(
        try QuantizedTensor(weight, bits: 4, granularity: granularity).dequantized().values
          .enumerated().filter { $0.offset % 2 == 1 }.map(\.element),
        weight.values.enumerated().filter { $0.offset % 2 == 1 }.map { Double($0.element) })
    }
    #expect(try error(.perChannel) < 0.01)
    #expect(try error(.perTensor) > 0.5)
  }

  @Test func unusableTensorsAreErrors() throws {
    func error(_ shape: [Int], _ bits: Int, _ values: [Int8], _ scales: [Float]) throws -> QuantizationError {
      try #require(throws: QuantizationError.self) {
        try QuantizedTensor(shape: shape, bits: bits, values: values, scales: scales)
      }
    }
    #expect(try error([2], 0, [0, 0], [1]) == .bits(0))
    #expect(try error([2], 1, [1, 0], [1]) == .value(0, bits: 1))
    #expect(try error([2], 9, [0, 0], [1]) == .bits(9))
    #expect(try error([3], 8, [0, 0], [1]) == .valueCount(shape: [3], actual: 2))
    #expect(try error([-1, -2], 8, [0, 0], [1]) == .valueCount(shape: [-1, -2], actual: 2))
    #expect(try error([1, 2], 8, [0, 0], [1, 1, 1]) == .scaleCount(shape: [1, 2], actual: 3))
    #expect(try error([2], 8, [0, 0], [0]) == .scale)
    #expect(try error([2], 8, [0, 0], [.nan]) == .scale)
    #expect(try error([2], 4, [0, 8], [1]) == .value(8, bits: 4))
    #expect(throws: QuantizationError.notFinite) {
      try QuantizedTensor(Tensor(shape: [2], values: [0, .nan]), bits: 8)
    }
  }

  @Test(arguments: 1...8) func packedBitsComeBack(bits: Int) {
    var numbers = TestNumbers(seed: UInt64(bits))
    let limit = 1 << (bits - 1)
    for count in [0, 1, 2, 3, 5, 7, 8, 9, 31, 64, 101] {
      var values = numbers.integers(count, in: -limit...limit - 1).map(Int8.init)
      if bits == 1 { values = values.map { 2 * $0 + 1 } }
      let bytes = BitPacking.pack(values, bits: bits)
      #expect(bytes.count == (count * bits + 7) / 8)
      #expect(BitPacking.unpack(bytes, count: count, bits: bits) == values)
    }
  }

  @Test func packedBitsLieAsDocumented() {
    #expect(BitPacking.pack([1, -1, 7], bits: 4) == [0xF1, 0x07])
    #expect(BitPacking.pack([1, 2, 3], bits: 3) == [0b11_010_001, 0b0])
    #expect(BitPacking.pack([1, -1, -1, 1, 1, 1, 1, 1, -1], bits: 1) == [0b0000_0110, 0b1])
  }
}
