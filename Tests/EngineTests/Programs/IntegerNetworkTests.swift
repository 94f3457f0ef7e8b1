import Testing

@testable import Engine

/// What ONNX Runtime computes with the same integers; Golden/network.py made the run.
@Suite struct IntegerNetworkTests {
  struct Run: Decodable {
    let image: [Int8]
    let layers: [Layer]

    struct Layer: Decodable {
      let name: String
      let shape: [Int]
      let weight: [Int8]
      let scales: [Float]
      let bias: [Int32]
      let scale: Float
      let zero: Int
      let relu: Bool
      let result: [Int8]
    }
  }

  static let input = AffineParameters(scale: 0.02, zeroPoint: 3)

  /// Every layer's integers, and those of the whole network from 8-bit input to 8-bit result, are the same bit for bit.
  @Test(arguments: InstructionSet.available) func integersAreThoseOfONNXRuntime(instructions: InstructionSet)
    throws
  {
    let run = try storedRun(Run.self, "network")
    for count in 1...run.layers.count {
      let program = try program(run.layers[..<count]).packed(for: instructions)
      #expect(program.takesIntegers && program.inputQuantization == Self.input)
      let last = run.layers[count - 1]
      #expect(program.outputQuantization == AffineParameters(scale: last.scale, zeroPoint: last.zero))
      #expect(try program.integers(for: run.image) == last.result, "\(last.name)")
      // The same through floats at both ends.
      let floats = try program.logits(for: run.image.map(Self.input.dequantize))
      #expect(floats == last.result.map { last.scale * Float(Int($0) - last.zero) })
    }
  }

  @Test func programsThatComputeInFloatTakeNoIntegers() throws {
    let run = try storedRun(Run.self, "network")
    var graph = try Graph(input: [4])
    try graph.append(.dense(weight: randomTensor([4, 3], seed: 1), bias: nil), name: "first")
    try graph.append(.dense(weight: randomTensor([3, 2], seed: 2), bias: nil), name: "second")
    let calibration = randomTensor([3, 4], seed: 3)
    for program in [try graph.compiled(), try graph.quantized(calibration: calibration, except: ["first"])] {
      #expect(!program.takesIntegers)
      #expect(throws: ProgramError.self) { try program.integers(for: [1, 2, 3, 4]) }
    }
    let program = try program(run.layers[...])
    #expect(throws: ProgramError.imageShape(expected: [11, 9, 3], actual: [4])) {
      try program.integers(for: [1, 2, 3, 4])
    }
  }

  /// The first layers of the stored network, between conversions from and to floats.
  private func program(_ layers: ArraySlice<Run.Layer>) throws -> Program {
    var fused = [
      FusedLayer(name: "image as int8", kind: .quantize, inputs: [-1], outputQuantization: Self.input)
    ]
    func append(_ kind: LayerKind, _ name: String, _ layer: Run.Layer? = nil) throws {
      var next = FusedLayer(
        name: name, kind: kind, inputs: [fused.count - 1], outputQuantization: fused.last?.outputQuantization)
      if let layer {
        let weight = try QuantizedTensor(
          shape: layer.shape, bits: 8, values: layer.weight, scales: layer.scales, zeroPoints: [],
          blockSize: nil)
        next.parameters = [.quantized(weight), .int32(layer.bias)]
        next.clamp = layer.relu ? .relu : nil
        next.outputQuantization = AffineParameters(scale: layer.scale, zeroPoint: layer.zero)
      }
      fused.append(next)
    }
    for layer in layers {
      switch layer.name {
      case "conv": try append(.conv2D(stride: 2, padding: .same), layer.name, layer)
      case "depthwise": try append(.depthwiseConv2D(stride: 1, padding: .same), layer.name, layer)
      case "pointwise":
        try append(.pool2D(kind: .max, size: 2, stride: 2), "pool")
        try append(.conv2D(stride: 1, padding: .valid), layer.name, layer)
      default:
        try append(.reshape(shape: [layer.shape[0]]), "flatten")
        try append(.dense, layer.name, layer)
      }
    }
    fused.append(FusedLayer(name: "floats", kind: .dequantize, inputs: [fused.count - 1]))
    return try Program(inputShapes: [[11, 9, 3]], layers: fused)
  }
}
