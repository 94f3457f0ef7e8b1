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
      var numbers = TestNumbers(seed: 30)
      let graph = try digitGraph()
      let images = numbers.tensor([2, 28, 28, 1])
      for program in [try graph.compiled(), try graph.quantized(calibration: images)] {
        let context = Program.Context(try program.packed(for: instructions), threads: 2)
        var logits = [Float](repeating: 0, count: 10)
        let image = images.rows(0..<1).values
        // The worker threads start with the first inference.
        image.withUnsafeBufferPointer { image in
          logits.withUnsafeMutableBufferPointer { context.infer(image, into: $0) }
        }
        let count = image.withUnsafeBufferPointer { image in
          logits.withUnsafeMutableBufferPointer { logits in
            countingAllocations {
              for _ in 0..<5 { context.infer(image, into: logits) }
            }
          }
        }
        #expect(count == 0)
        #expect(logits.contains { $0 != 0 })
      }
    }
  }

  private func countingAllocations(_ body: () -> Void) -> Int {
    ac_begin()
    body()
    return ac_end()
  }
#endif
