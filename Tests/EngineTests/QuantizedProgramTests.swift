import Testing

@testable import Engine

@Suite struct QuantizedProgramTests {
  private static func images(_ count: Int, _ shape: [Int] = [28, 28, 1], seed: UInt64 = 9) -> Tensor {
    var numbers = TestNumbers(seed: seed)
    return numbers.tensor([count] + shape)
  }

  @Test(arguments: InstructionSet.available, [.perTensor, .perChannel] as [Granularity])
  func digitNetworkMatchesAnIntegerInterpreter(instructions: InstructionSet, weights: Granularity) throws {
    let program = try digitGraph().quantized(calibration: Self.images(8), weights: weights)
      .packed(for: instructions)
    let images = Self.images(2, seed: 10)
    for index in 0..<2 {
      let image = images.rows(index..<index + 1).values
      #expect(try program.logits(for: image) == interpret(program, image))
    }
  }

  @Test(arguments: InstructionSet.available)
  func convolutionsOfOddSizesMatchAnIntegerInterpreter(instructions: InstructionSet) throws {
    var numbers = TestNumbers(seed: 11)
    for shape in ConvolutionCase.all {
      var graph = try Graph(input: [shape.height, shape.width, shape.inputs])
      let weight = numbers.tensor([shape.kernel, shape.kernel, shape.inputs, shape.outputs])
      try graph.append(
        .conv2D(
          weight: weight, bias: numbers.tensor([shape.outputs]), stride: shape.stride, padding: shape.padding),
        name: "conv")
      if shape.relu { try graph.append(.relu, name: "relu") }
      if shape.pool > 1 { try graph.append(.maxPool2D(size: shape.pool), name: "pool") }
      // Two calibration images leave the third partly out of range, so that clamping is tested too.
      let images = numbers.tensor([3] + graph.input, in: -1...2)
      let program = try graph.quantized(calibration: images.rows(0..<2)).packed(for: instructions)
      let image = images.rows(2..<3).values.map { $0 * 1.5 }
      #expect(try program.logits(for: image) == interpret(program, image), "\(shape)")
    }
  }

  @Test(arguments: InstructionSet.available, [1, 2, 3, 5, 7, 15, 17, 31, 33])
  func denseLayersOfOddSizesMatchAnIntegerInterpreter(instructions: InstructionSet, size: Int) throws {
    var numbers = TestNumbers(seed: UInt64(size))
    for outputs in [1, 10, 16, 33] {
      var graph = try Graph(input: [size])
      try graph.append(
        .dense(weight: numbers.tensor([size, outputs]), bias: numbers.tensor([outputs])), name: "dense")
      let images = numbers.tensor([4, size])
      let program = try graph.quantized(calibration: images).packed(for: instructions)
      let image = images.rows(3..<4).values
      #expect(try program.logits(for: image) == interpret(program, image))
    }
  }

  @Test func operationsThatStandAlone() throws {
    var numbers = TestNumbers(seed: 12)
    var graph = try Graph(input: [8, 6, 3])
    try graph.append(.maxPool2D(size: 2), name: "pool")
    try graph.append(.relu, name: "relu")
    try graph.append(numbers.batchNorm(3), name: "norm")
    try graph.append(.flatten, name: "flatten")
    try graph.append(.dense(weight: numbers.tensor([36, 4]), bias: nil), name: "dense")
    let images = numbers.tensor([20, 8, 6, 3])
    let program = try graph.quantized(calibration: images)
    #expect(
      program.layers.map(\.kind) == [
        "quantize", "maxPool2D", "relu", "batchNorm", "reshape", "dense", "dequantize",
      ])
    let image = images.rows(0..<1).values
    #expect(normalizedError(try program.logits(for: image), naiveForward(graph, image)) < 1e-3)
    #expect(program.layers[2].outputQuantization == program.inputQuantization)
  }

  @Test func integersStayCloseToFloats() throws {
    let graph = try digitGraph()
    let program = try graph.quantized(calibration: Self.images(32))
    let image = Self.images(1, seed: 13).values
    #expect(normalizedError(try program.logits(for: image), naiveForward(graph, image)) < 2e-3)
    #expect(program.arithmetic == .int8)
    #expect(program.multiplyAccumulates == 2_440_960)
  }

  /// The converter that the book uses gives scale 2/255 and zero point -1 for pixels in -1...1.
  @Test func inputScaleIsTheBooks() throws {
    var images = Self.images(2)
    images[0] = -1
    images[1] = 1
    let input = try #require(try digitGraph().quantized(calibration: images).inputQuantization)
    #expect(input == AffineParameters(scale: 2 / 255, zeroPoint: -1))
  }

  @Test func aChannelOfTinyWeightsKeepsItsBias() throws {
    var graph = try Graph(input: [2])
    let weight = Tensor(shape: [2, 2], values: [1e-30, 1, 1e-30, -1])
    try graph.append(.dense(weight: weight, bias: Tensor(shape: [2], values: [3, 0])), name: "dense")
    let images = Tensor(shape: [2, 2], values: [1, 0, 0, 1])
    let logits = try graph.quantized(calibration: images).logits(for: [1, 0])
    #expect(abs(logits[0] - 3) < 0.05)
    #expect(abs(logits[1] - 1) < 0.05)
  }

  @Test func unusableCalibrationIsAnError() throws {
    let graph = try digitGraph()
    #expect(throws: ProgramError.noCalibrationImages) {
      try graph.quantized(calibration: Tensor(shape: [0, 28, 28, 1]))
    }
    #expect(throws: ProgramError.imageShape(expected: [28, 28, 1], actual: [27, 28, 1])) {
      try graph.quantized(calibration: Tensor(shape: [3, 27, 28, 1]))
    }
    var images = Self.images(3)
    images[784 + 5] = .nan
    #expect(throws: ProgramError.calibrationNotFinite(image: 1)) {
      try graph.quantized(calibration: images)
    }
    let missing = Calibration(input: -1...1, results: ["conv2d_1": 0...1])
    #expect {
      try graph.quantized(ranges: missing)
    } throws: {
      "\($0)".contains("conv2d_2")
    }
  }

  @Test func parametersThatAreNotFiniteAreErrors() throws {
    var graph = try Graph(input: [2])
    let weight = Tensor(shape: [2, 1], values: [1, .nan])
    try graph.append(.dense(weight: weight, bias: nil), name: "dense")
    #expect { try graph.compiled() } throws: { "\($0)".contains("dense") }
    let ranges = Calibration(input: 0...1, results: ["dense": 0...1])
    #expect { try graph.quantized(ranges: ranges) } throws: { "\($0)".contains("dense") }
    var biased = try Graph(input: [1])
    let one = Tensor(shape: [1, 1], values: [1])
    try biased.append(.dense(weight: one, bias: Tensor(shape: [1], values: [.infinity])), name: "dense")
    #expect { try biased.quantized(ranges: ranges) } throws: { "\($0)".contains("dense") }
  }

  @Test func sumsThatCouldOverflowStayFloat() throws {
    var graph = try Graph(input: [70_000])
    try graph.append(.dense(weight: Tensor(shape: [70_000, 1], repeating: 1), bias: nil), name: "wide")
    try graph.append(.dense(weight: Tensor(shape: [1, 2], repeating: 1), bias: nil), name: "narrow")
    let program = try graph.quantized(calibration: Tensor(shape: [1, 70_000], repeating: 1))
    #expect(program.fallbacks.map(\.layer) == ["wide"])
    #expect(program.fallbacks[0].reason.contains("32 bits"))
    #expect(program.arithmetic == .mixed)
    #expect(program.planDescription.contains("float: wide, its sums do not fit 32 bits"))
    #expect(
      try program.logits(for: [Float](repeating: 0.5, count: 70_000)).allSatisfy { abs($0 - 35_000) < 300 })
  }

  @Test(arguments: 2...8) func weightOnlyComputesWithRoundedWeights(bits: Int) throws {
    let graph = try digitGraph()
    var names: [String] = []
    let program = try graph.compiled { name, weight in
      names.append(name)
      return try QuantizedTensor(weight, bits: bits)
    }
    #expect(names == ["conv2d_1", "conv2d_2", "dense_1"])
    #expect(program.arithmetic == .weightOnly)
    // The same network with the weights rounded beforehand, in float.
    var rounded = try Graph(input: [28, 28, 1])
    for node in graph.removingInert().foldingBatchNorm().nodes {
      switch node.operation {
      case .conv2D(let weight, let bias, let stride, let padding):
        let weight = try QuantizedTensor(weight, bits: bits).dequantized()
        try rounded.append(
          .conv2D(weight: weight, bias: bias, stride: stride, padding: padding), name: node.name)
      case .dense(let weight, let bias):
        let weight = try QuantizedTensor(weight, bits: bits).dequantized()
        try rounded.append(.dense(weight: weight, bias: bias), name: node.name)
      default: try rounded.append(node.operation, name: node.name)
      }
    }
    let image = Self.images(1).values
    #expect(normalizedError(try program.logits(for: image), naiveForward(rounded, image)) < 1e-10)
  }

  @Test func weightOnlyRejectsAnotherShape() throws {
    let graph = try digitGraph()
    #expect {
      try graph.compiled { _, weight in
        try QuantizedTensor(weight.reshaped(to: [weight.count]), granularity: .perTensor)
      }
    } throws: {
      "\($0)".contains("conv2d_1")
    }
  }
}
