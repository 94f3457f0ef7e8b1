import Testing

@testable import Engine

@Suite struct ProgramThreadsTests {
  /// Shares of a step write what the whole step writes, bit for bit.
  @Test(arguments: InstructionSet.available, [2, 3, 5])
  func resultsDoNotDependOnTheNumberOfThreads(instructions: InstructionSet, threads: Int) throws {
    var numbers = TestNumbers(seed: 31)
    let graph = try digitGraph()
    let images = numbers.tensor([2, 28, 28, 1])
    for program in [try graph.compiled(), try graph.quantized(calibration: images)] {
      let packed = try program.packed(for: instructions)
      let image = images.rows(0..<1).values
      let expected = try packed.logits(for: image)
      let context = Program.Context(packed, threads: threads)
      for _ in 0..<20 {
        var logits = [Float](repeating: .nan, count: expected.count)
        image.withUnsafeBufferPointer { image in
          logits.withUnsafeMutableBufferPointer { context.infer(image, into: $0) }
        }
        #expect(logits == expected)
      }
    }
  }
}
