import Testing

@testable import Engine

/// Each operation compiled to every arithmetic that it has, against plain loops in double precision.
@Suite struct EveryOperationTests {
  @Test(arguments: InstructionSet.available)
  func floatsGiveWhatTheGraphGives(instructions: InstructionSet) throws {
    for operation in try OperationCase.all() {
      let inputs = operation.examples(3, seed: 60)
      let results = try operation.graph.compiled().packed(for: instructions).logits(inputs: inputs)
      for index in 0..<3 {
        let expected = naiveForward(operation.graph, inputs: OperationCase.example(index, of: inputs))
        let error = normalizedError(results.rows(index..<index + 1).values, expected)
        #expect(error < 1e-10, "\(operation)")
      }
    }
  }

  /// Every operation has an integer form, whose error is that of rounding to 8 bits.
  @Test func integersStayCloseToFloats() throws {
    for operation in try OperationCase.all() {
      let inputs = operation.examples(20, seed: 61)
      let program = try operation.graph.quantized(calibration: inputs)
      #expect(program.fallbacks.isEmpty && program.arithmetic == .int8, "\(program.planDescription)")
      let results = try program.logits(inputs: inputs)
      let expected = (0..<20).flatMap {
        naiveForward(operation.graph, inputs: OperationCase.example($0, of: inputs))
      }
      let error = normalizedError(results.values, expected)
      #expect(error < operation.tolerance, "\(operation): \(error)")
    }
  }

  /// Integers are the same to the last bit whatever the instruction set and the number of threads.
  @Test(arguments: InstructionSet.available)
  func integersAreThoseOfTheReferenceKernels(instructions: InstructionSet) throws {
    for operation in try OperationCase.all() {
      let program = try operation.graph.quantized(calibration: operation.examples(4, seed: 62))
      // Twice as large as in calibration, so that results are clamped too.
      let inputs = zip(operation.examples(2, seed: 63), operation.fillings).map { tensor, filling in
        filling == .numbers ? Tensor(shape: tensor.shape, values: tensor.values.map { 2 * $0 }) : tensor
      }
      let expected = try program.packed(for: .reference).logits(inputs: inputs)
      #expect(try program.packed(for: instructions).logits(inputs: inputs) == expected, "\(operation)")
    }
  }

  /// Sums, requantization and clamping of all products, from the definition.
  @Test(arguments: [Engine.Activation?.none, .relu, .relu6])
  func productsMatchAnIntegerInterpreter(clamp: Engine.Activation?) throws {
    var checked = 0
    for operation in try OperationCase.all()
    where operation.graph.nodes[0].operation.layer(for: []).kind.isProduct {
      var graph = operation.graph
      if let clamp { try graph.append(.activation(clamp), name: "clamp") }
      let program = try graph.quantized(calibration: operation.examples(4, seed: 64))
      #expect(program.layers.map(\.kind).count == 3, "quantize, the product with its clamp, dequantize")
      let input = operation.examples(1, seed: 65)[0].values.map { 1.5 * $0 }
      #expect(try program.logits(for: input) == interpret(program, input), "\(operation)")
      checked += 1
    }
    #expect(checked == 83)
  }

  /// The inputs of products are rounded at run time: the error is that of 8 bits, and no calibration is needed.
  @Test(arguments: InstructionSet.available)
  func dynamicProductsStayCloseToFloats(instructions: InstructionSet) throws {
    var dynamic = 0
    for operation in try OperationCase.all() where operation.graph.inputs.count == 1 {
      let program = try operation.graph.dynamicallyQuantized().packed(for: instructions)
      dynamic += program.arithmetic == .dynamic ? 1 : 0
      let inputs = operation.examples(3, seed: 66)
      let results = try program.logits(inputs: inputs)
      let expected = (0..<3).flatMap {
        naiveForward(operation.graph, inputs: OperationCase.example($0, of: inputs))
      }
      #expect(normalizedError(results.values, expected) < operation.tolerance, "\(operation)")
    }
    #expect(dynamic == 43)
  }

  /// The scale is that of the example, so a hundred times smaller numbers lose nothing more.
  @Test func dynamicRangeFollowsEachExample() throws {
    var numbers = TestNumbers(seed: 67)
    var graph = try Graph(input: [33])
    let weight = numbers.tensor([33, 17])
    try graph.append(.dense(weight: weight, bias: nil), name: "dense")
    let program = try graph.dynamicallyQuantized()
    let input = numbers.tensor([33]).values
    for factor: Float in [1, 0.01, 0] {
      let scaled = input.map { factor * $0 }
      #expect(normalizedError(try program.logits(for: scaled), naiveForward(graph, scaled)) < 1e-3)
    }
  }
}
