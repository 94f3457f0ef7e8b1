import Testing

@testable import Engine

@Suite struct WeightSchemeTests {
  /// The weights of one group at a time, picked out by plain loops over outputs and blocks.
  private func groups(_ tensor: Tensor, blockSize: Int) -> [[Int]] {
    let outputs = tensor.shape.last!
    let inputs = tensor.count / outputs
    return stride(from: 0, to: inputs, by: blockSize).flatMap { start in
      (0..<outputs).map { output in
        (start..<min(start + blockSize, inputs)).map { $0 * outputs + output }
      }
    }
  }

  @Test(arguments: [1, 3, 31, 32, 33, 64, 70, 1000])
  func blocksHaveTheScaleOfTheirLargestWeight(blockSize: Int) throws {
    let weight = randomTensor([5, 14, 3], seed: 1)
    let quantized = try QuantizedTensor(weight, bits: 4, granularity: .blocks(blockSize))
    let groups = groups(weight, blockSize: blockSize)
    #expect(quantized.scales.count == groups.count)
    #expect(quantized.byteCount == 105 + 4 * groups.count)
    let back = quantized.dequantized()
    for (scale, members) in zip(quantized.scales, groups) {
      let largest = members.map { abs(weight[$0]) }.max()!
      #expect(scale == largest / 7)
      for position in members {
        #expect(back[position] == scale * (weight[position] / scale).rounded(.toNearestOrEven))
      }
    }
  }

  @Test func oneBlockForAllIsOneScaleAnOutput() throws {
    let weight = randomTensor([9, 4], seed: 2)
    let blocks = try QuantizedTensor(weight, bits: 3, granularity: .blocks(9))
    let channels = try QuantizedTensor(weight, bits: 3, granularity: .perChannel)
    #expect(blocks.values == channels.values && blocks.scales == channels.scales)
    #expect(blocks.granularity == .blocks(9) && channels.granularity == .perChannel)
  }

  /// Of uneven weights, a block's own scale loses less.
  @Test func blocksLoseLess() throws {
    let weight = Tensor(
      shape: [128, 2],
      values: randomTensor([256], seed: 3).values.enumerated().map { $1 * Float(1 + $0 / 64) })
    func error(_ granularity: Granularity) throws -> Double {
      let back = try QuantizedTensor(weight, bits: 4, granularity: granularity).dequantized()
      return normalizedError(back.values, weight.values)
    }
    #expect(try error(.blocks(32)) < 0.8 * error(.perChannel))
  }

  @Test(
    arguments: 2...8, [.perTensor, .perChannel, .blocks(4)] as [Granularity])
  func affineWeightsComeBackWithinHalfAScale(bits: Int, granularity: Granularity) throws {
    let weight = randomTensor([7, 5], seed: 4, in: -0.1...0.9)
    let quantized = try QuantizedTensor.affine(weight, bits: bits, granularity: granularity)
    let back = quantized.dequantized()
    let scale = quantized.scales.max()!
    #expect(quantized.zeroPoints.count == quantized.scales.count)
    #expect(zip(weight.values, back.values).allSatisfy { abs($0 - $1) <= scale * 1.0001 })
    // All integers are used: the extremes of the tensor are at the ends of the range.
    let limit = Int8(1 << (bits - 1) - 1)
    #expect(quantized.values.contains(limit))
    #expect(quantized.values.contains(-limit - 1) || granularity != .perTensor)
    let zero = try QuantizedTensor.affine(Tensor(shape: [4, 2]), bits: bits, granularity: granularity)
    #expect(zero.dequantized().values.allSatisfy { $0 == 0 })
  }

  @Test func affineIsTwiceAsExactOnOneSide() throws {
    let weight = randomTensor([400, 1], seed: 5, in: 0...1)
    let affine = try QuantizedTensor.affine(weight, bits: 4).scales[0]
    let symmetric = try QuantizedTensor(weight, bits: 4).scales[0]
    #expect(abs(affine / symmetric - 7.0 / 15) < 1e-3)
  }

  @Test func binaryKeepsSignAndMean() throws {
    let weight = Tensor(shape: [4, 2], values: [0.5, -1, -0.25, 3, 0, 2, 1.25, -6])
    let binary = try QuantizedTensor.binary(weight)
    #expect(binary.values == [1, -1, -1, 1, 1, 1, 1, -1])
    #expect(binary.scales == [0.5, 3] && binary.bits == 1)
    #expect(binary.byteCount == 1 + 8)
    #expect(try QuantizedTensor.binary(weight, scale: .max).scales == [1.25, 6])
    #expect(try QuantizedTensor.binary(weight, granularity: .perTensor).scales == [1.75])
    #expect(binary.dequantized().values == [0.5, -3, -0.5, 3, 0.5, 3, 0.5, -3])
  }

  @Test func ternaryDropsSmallWeights() throws {
    // Means 0.5 and 3: thresholds 0.35 and 2.1.
    let weight = Tensor(shape: [4, 2], values: [0.5, -1, -0.25, 3, 0, 2, 1.25, -6])
    let ternary = try QuantizedTensor.ternary(weight)
    #expect(ternary.values == [1, 0, 0, 1, 0, 0, 1, -1])
    #expect(ternary.scales == [0.875, 4.5] && ternary.bits == 2)
    #expect(ternary.byteCount == 2 + 8)
    #expect(try QuantizedTensor.ternary(weight, scale: .max).scales == [1.25, 6])
  }

  /// The mean is the scale with the least squared error: no scale nearby does better.
  @Test func theMeanIsTheBestScale() throws {
    let weight = randomTensor([101, 1], seed: 6)
    for quantized in [try QuantizedTensor.binary(weight), try QuantizedTensor.ternary(weight)] {
      func error(_ factor: Float) -> Double {
        let back = quantized.values.map { Float($0) * quantized.scales[0] * factor }
        return normalizedError(back, weight.values)
      }
      #expect(error(1) < error(0.99) && error(1) < error(1.01))
    }
  }

  @Test func weightsThatAreAllZero() throws {
    let zero = Tensor(shape: [3, 2])
    #expect(try QuantizedTensor.ternary(zero).dequantized() == zero)
    #expect(try QuantizedTensor.binary(zero).dequantized().values.allSatisfy { $0 < 1e-37 })
    #expect(try QuantizedTensor(zero, bits: 4, granularity: .blocks(2)).dequantized() == zero)
  }

  /// Every scheme flows through a weight-only program, which computes with the rounded weights.
  @Test func weightOnlyProgramsTakeEveryScheme() throws {
    let weight = randomTensor([33, 5], seed: 7)
    let input = randomTensor([33], seed: 8).values
    var graph = try Graph(input: [33])
    try graph.append(.dense(weight: weight, bias: nil), name: "dense")
    let schemes = [
      try QuantizedTensor(weight, bits: 4, granularity: .blocks(32)), try .affine(weight, bits: 4),
      try .affine(weight, bits: 3, granularity: .blocks(32)), try .binary(weight), try .ternary(weight),
    ]
    for scheme in schemes {
      let program = try graph.compiled { _, _ in scheme }
      let rounded = scheme.dequantized()
      let expected = (0..<5).map { output in
        (0..<33).reduce(0.0) { $0 + Double(input[$1]) * Double(rounded[$1 * 5 + output]) }
      }
      #expect(normalizedError(try program.logits(for: input), expected) < 1e-10)
      #expect(program.layers[0].byteCount == scheme.byteCount + 20)
    }
  }

  @Test func unusableSettingsAreErrors() throws {
    let weight = randomTensor([4, 2], seed: 9)
    let broken = Tensor(shape: [2], values: [0, .infinity])
    #expect(throws: QuantizationError.blockSize(0)) {
      try QuantizedTensor(weight, bits: 4, granularity: .blocks(0))
    }
    #expect(throws: QuantizationError.bits(1)) { try QuantizedTensor(weight, bits: 1) }
    #expect(throws: QuantizationError.bits(9)) { try QuantizedTensor.affine(weight, bits: 9) }
    #expect(throws: QuantizationError.notFinite) { try QuantizedTensor.affine(broken) }
    #expect(throws: QuantizationError.notFinite) { try QuantizedTensor.binary(broken) }
    #expect(throws: QuantizationError.notFinite) { try QuantizedTensor.ternary(broken) }
    #expect(throws: QuantizationError.scaleCount(shape: [4, 2], actual: 2)) {
      try QuantizedTensor(
        shape: [4, 2], bits: 4, values: Array(repeating: 0, count: 8), scales: [1, 1], blockSize: 2)
    }
    #expect(throws: QuantizationError.zeroPoints(scales: 1, actual: 2)) {
      try QuantizedTensor(shape: [2], bits: 4, values: [0, 0], scales: [1], zeroPoints: [0, 0])
    }
    #expect(throws: QuantizationError.zeroPoints(scales: 1, actual: 1)) {
      try QuantizedTensor(shape: [2], bits: 4, values: [0, 0], scales: [1], zeroPoints: [8])
    }
  }
}
