import Testing

@testable import Engine

@Suite struct ProgramFloatTests {
  @Test(arguments: InstructionSet.available)
  func digitNetworkGivesWhatItsGraphGives(instructions: InstructionSet) throws {
    let graph = try digitGraph()
    let program = try graph.compiled().packed(for: instructions)
    var numbers = TestNumbers(seed: 2)
    for _ in 0..<3 {
      let image = numbers.tensor([28, 28, 1]).values
      #expect(normalizedError(try program.logits(for: image), naiveForward(graph, image)) < 1e-10)
    }
  }

  @Test(arguments: InstructionSet.available)
  func convolutionsOfOddSizes(instructions: InstructionSet) throws {
    var numbers = TestNumbers(seed: 3)
    for shape in ConvolutionCase.all {
      var graph = try Graph(input: [shape.height, shape.width, shape.inputs])
      let weight = numbers.tensor([shape.kernel, shape.kernel, shape.inputs, shape.outputs])
      let bias = shape.inputs % 2 == 0 ? nil : numbers.tensor([shape.outputs])
      try graph.append(
        .conv2D(weight: weight, bias: bias, stride: shape.stride, padding: shape.padding), name: "conv")
      if shape.relu { try graph.append(.relu, name: "relu") }
      if shape.pool > 1 { try graph.append(.maxPool2D(size: shape.pool), name: "pool") }
      let program = try graph.compiled().packed(for: instructions)
      #expect(program.layers.count == 1)
      let image = numbers.tensor(graph.input).values
      let error = normalizedError(try program.logits(for: image), naiveForward(graph, image))
      #expect(error < 1e-10, "\(shape): \(error)")
    }
  }

  @Test(arguments: InstructionSet.available, [1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 33, 100])
  func denseLayersOfOddSizes(instructions: InstructionSet, size: Int) throws {
    var numbers = TestNumbers(seed: UInt64(size))
    for outputs in [1, 7, 10, 16, 17, 33] {
      var graph = try Graph(input: [size])
      try graph.append(
        .dense(weight: numbers.tensor([size, outputs]), bias: numbers.tensor([outputs])), name: "dense")
      let image = numbers.tensor([size]).values
      let program = try graph.compiled().packed(for: instructions)
      #expect(normalizedError(try program.logits(for: image), naiveForward(graph, image)) < 1e-10)
    }
  }

  /// Everything that cannot be folded or fused: it must still be computed, in its place.
  @Test func operationsThatStandAlone() throws {
    var numbers = TestNumbers(seed: 4)
    var graph = try Graph(input: [9, 7, 3])
    try graph.append(numbers.batchNorm(3), name: "first")
    try graph.append(.relu, name: "relu_1")
    try graph.append(.maxPool2D(size: 2), name: "pool_1")
    try graph.append(
      .conv2D(weight: numbers.tensor([2, 2, 3, 5]), bias: nil, stride: 1, padding: .same), name: "conv")
    try graph.append(.maxPool2D(size: 2), name: "pool_2")
    try graph.append(.relu, name: "relu_2")
    try graph.append(numbers.batchNorm(5), name: "after")
    try graph.append(.flatten, name: "flatten")
    try graph.append(.relu, name: "relu_3")
    let program = try graph.compiled()
    let image = numbers.tensor([9, 7, 3]).values
    #expect(normalizedError(try program.logits(for: image), naiveForward(graph, image)) < 1e-10)
    #expect(
      program.layers.map(\.kind) == ["batchNorm", "maxPool2D", "conv2D", "batchNorm", "reshape", "relu"])
    #expect(program.layers[2].absorbed == ["pool_2", "relu_2"])
  }

  /// A result that two nodes read must exist: neither folding nor fusing may take it away.
  @Test func resultsThatOthersReadStay() throws {
    var numbers = TestNumbers(seed: 5)
    var graph = try Graph(input: [6, 6, 2])
    let conv = try graph.append(
      .conv2D(weight: numbers.tensor([3, 3, 2, 4]), bias: nil, stride: 1, padding: .valid), name: "conv")
    try graph.append(numbers.batchNorm(4), name: "unused")
    try graph.append(.relu, name: "relu", inputs: [conv])
    let image = numbers.tensor([6, 6, 2]).values
    let folded = graph.foldingBatchNorm()
    #expect(folded.nodes.map(\.name) == ["conv", "relu"])
    #expect(normalizedError(naiveForward(folded, image).map(Float.init), naiveForward(graph, image)) < 1e-10)
    #expect(graph.fused().map(\.name) == ["conv", "unused", "relu"])
    let program = try graph.compiled()
    #expect(program.layers.map(\.absorbed) == [["relu"]])
    #expect(normalizedError(try program.logits(for: image), naiveForward(graph, image)) < 1e-10)

    var fork = try Graph(input: [6, 6, 2])
    let weight = numbers.tensor([3, 3, 2, 4])
    try fork.append(.conv2D(weight: weight, bias: nil, stride: 1, padding: .valid), name: "conv")
    try fork.append(.relu, name: "left", inputs: [0])
    try fork.append(.relu, name: "right", inputs: [0])
    #expect(fork.fused().map(\.name) == ["conv", "left", "right"])
  }

  @Test func foldingKeepsWhatTheGraphComputes() throws {
    let graph = try digitGraph(seed: 6)
    let folded = graph.removingInert().foldingBatchNorm()
    #expect(folded.nodes.map(\.operation.kind).contains("batchNorm") == false)
    #expect(folded.parameterCount == 34_826)
    #expect(graph.parameterCount == 35_210)
    var numbers = TestNumbers(seed: 7)
    let image = numbers.tensor([28, 28, 1]).values
    let error = normalizedError(naiveForward(folded, image).map(Float.init), naiveForward(graph, image))
    #expect(error < 1e-10)
  }

  @Test func digitNetworkByTheNumbers() throws {
    let program = try digitGraph().compiled()
    #expect(program.multiplyAccumulates == 2_440_960)
    #expect(program.layers.map(\.multiplyAccumulates) == [194_688, 2_230_272, 0, 16_000])
    #expect(program.parameterCount == 34_826)
    #expect(program.layers.map(\.byteCount) == [1_280, 73_984, 0, 64_040])
    #expect(program.layers.map(\.shape) == [[13, 13, 32], [5, 5, 64], [1600], [10]])
    #expect(program.layers[0].absorbed == ["batchNorm_1", "relu_1", "maxPool2D_1"])
    let plan = program.planDescription
    #expect(plan.contains("conv2d_2 + batchNorm_2 + relu_2 + maxPool2D_2"))
    #expect(plan.contains("arena"))
  }

  @Test func wrongInputsAreErrors() throws {
    let program = try digitGraph().compiled()
    #expect(throws: ProgramError.imageShape(expected: [28, 28, 1], actual: [783])) {
      try program.logits(for: [Float](repeating: 0, count: 783))
    }
    #expect(throws: ProgramError.imageShape(expected: [28, 28, 1], actual: [28, 28])) {
      try program.predict(Tensor(shape: [2, 28, 28]))
    }
    #expect(throws: ProgramError.empty) { try Graph(input: [3]).compiled() }
  }

  @Test func predictionTakesTheLargestLogit() throws {
    var graph = try Graph(input: [3])
    let identity = Tensor(shape: [3, 3], values: [1, 0, 0, 0, 1, 0, 0, 0, 1])
    try graph.append(.dense(weight: identity, bias: nil), name: "dense")
    let images = Tensor(shape: [3, 3], values: [0, 2, 1, 5, 5, 0, -3, -2, -1])
    #expect(try graph.compiled().predict(images) == [1, 0, 2])
  }

  @Test func threadsShareAProgram() async throws {
    let program = try digitGraph().compiled()
    var numbers = TestNumbers(seed: 8)
    let images = (0..<16).map { _ in numbers.tensor([28, 28, 1]).values }
    let expected = try images.map { try program.logits(for: $0) }
    try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
      for (index, image) in images.enumerated() {
        group.addTask { (index, try program.logits(for: image)) }
      }
      for try await (index, logits) in group { #expect(logits == expected[index]) }
    }
  }
}

/// Extents of a convolution worth testing.
struct ConvolutionCase: CustomStringConvertible {
  var height = 9
  var width = 9
  var inputs = 3
  var outputs = 5
  var kernel = 3
  var stride = 1
  var padding = Padding.valid
  var pool = 1
  var relu = false

  static let all =
    [1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 32, 33].map { ConvolutionCase(inputs: 2, outputs: $0, relu: true) }
    + [1, 2, 3, 5, 15, 16, 17].map { ConvolutionCase(inputs: $0, outputs: 17, pool: 2) }
    + [3, 4, 5, 6, 7, 8, 9, 11].map { ConvolutionCase(height: 4, width: $0, outputs: 16, relu: true) }
    + [1, 2, 3, 4].map { ConvolutionCase(kernel: 2, pool: $0, relu: true) }
    + [1, 2, 3].flatMap { stride in
      [1, 2, 3, 5].flatMap { kernel in
        [Padding.valid, .same].map {
          ConvolutionCase(
            height: 8, width: 11, inputs: kernel, outputs: 20, kernel: kernel, stride: stride, padding: $0,
            pool: stride == 2 ? 1 : 2, relu: kernel == 3)
        }
      }
    }

  var description: String {
    "\(height)x\(width)x\(inputs) to \(outputs), kernel \(kernel), stride \(stride), \(padding), pool \(pool)"
  }
}
