#if canImport(Glibc)
  import CAllocationCount
  import Testing

  @testable import Engine

  @Suite struct CompileAllocationTests {
    @Test func theCounterSeesAllocations() {
      var sink: [Int] = []
      let count = countingAllocations {
        for size in 100..<110 { sink = Array(repeating: size, count: size) }
      }
      #expect(count >= 10)
      #expect(sink.count == 109)
    }

    @Test(arguments: InstructionSet.available) func inferenceAllocatesNothing(instructions: InstructionSet)
      throws
    {
      let digits = OperationCase(description: "digits", graph: try digitGraph(), fillings: [.numbers])
      for operation in try [digits] + OperationCase.all() {
        let inputs = operation.examples(2, seed: 30)
        for program in [
          try operation.graph.compiled(), try operation.graph.quantized(calibration: inputs),
          try operation.graph.dynamicallyQuantized(),
        ] {
          let context = Program.Context(try program.packed(for: instructions), threads: 2)
          let result = UnsafeMutableBufferPointer<Float>.allocate(capacity: program.outputShape.reduce(1, *))
          let buffers = inputs.map { UnsafeBufferPointer(start: $0.pointer, count: $0.count / 2) }
          defer { result.deallocate() }
          // The worker threads start with the first inference.
          withExtendedLifetime(inputs) {
            context.infer(inputs: buffers, into: result)
            let count = countingAllocations {
              for _ in 0..<5 { context.infer(inputs: buffers, into: result) }
            }
            #expect(count == 0, "\(operation), \(program.arithmetic)")
            if program.takesIntegers { expectNoAllocation(context, program) }
          }
        }
      }
    }
  }

  /// From 8-bit inputs to 8-bit results.
  private func expectNoAllocation(_ context: Program.Context, _ program: Program) {
    func buffer(_ shape: [Int]) -> UnsafeMutableBufferPointer<Int8> {
      let buffer = UnsafeMutableBufferPointer<Int8>.allocate(capacity: shape.reduce(1, *))
      buffer.initialize(repeating: 1)
      return buffer
    }
    let inputs = program.inputShapes.map(buffer)
    let results = buffer(program.outputShape)
    defer { for buffer in inputs + [results] { buffer.deallocate() } }
    let integers = inputs.map { UnsafeBufferPointer($0) }
    #expect(countingAllocations { context.infer(integers: integers, into: results) } == 0)
  }

  private func countingAllocations(_ body: () -> Void) -> Int {
    ac_begin()
    body()
    return ac_end()
  }
#endif
