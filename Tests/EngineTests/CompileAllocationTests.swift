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
          }
        }
      }
    }
  }

  private func countingAllocations(_ body: () -> Void) -> Int {
    ac_begin()
    body()
    return ac_end()
  }
#endif
