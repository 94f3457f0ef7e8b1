extension Program {
  /// The memory that one inference at a time works in; reuse it, and nothing is allocated.
  ///
  /// A context serves one thread and the program it was made for. It takes values as they are: what an infinite
  /// value, or one that is not a number, leads to is not specified, and nothing traps. `Program.logits` checks.
  public final class Context {
    let packed: PackedProgram
    let arena: UnsafeMutableRawPointer
    let threads: Int

    /// The addresses of the program's inputs.
    let inputs: UnsafeMutablePointer<UnsafeRawPointer?>

    /// The addresses of what the layers read, those of one layer side by side.
    let operands: UnsafeMutablePointer<UnsafeRawPointer?>

    /// Where integer results go, while integers come in and go out.
    var borders: UnsafeMutablePointer<Int8>?

    /// Takes the memory that `program` planned.
    ///
    /// - Parameter threads: how many threads may share one inference, the calling one included. Programs of a few
    ///   microseconds stay on one. Results do not depend on it.
    public init(_ program: Program, threads: Int = 1) {
      packed = program.packed
      self.threads = max(1, min(threads, 64))
      let bytes = packed.memory.byteCount + (self.threads - 1) * packed.scratchByteCount
      arena = AlignedMemory.allocate(byteCount: max(64, bytes))
      inputs = .allocate(capacity: packed.inputShapes.count)
      inputs.initialize(repeating: nil, count: packed.inputShapes.count)
      operands = .allocate(capacity: packed.operands.count)
      for (index, place) in packed.operands.enumerated() {
        switch place {
        case .input: operands.advanced(by: index).initialize(to: nil)
        case .buffer(let buffer):
          operands.advanced(by: index).initialize(to: UnsafeRawPointer(arena + packed.memory.offsets[buffer]))
        }
      }
    }

    deinit {
      arena.deallocate()
      inputs.deallocate()
      operands.deallocate()
    }

    /// Runs one example and writes its logits, without allocating memory.
    ///
    /// - Parameters:
    ///   - image: as many floats as the program's `inputShape` holds, row-major.
    ///   - logits: as many floats as its `outputShape` holds.
    /// - Precondition: the program has one input, and both buffers have those sizes.
    public func infer(
      _ image: UnsafeBufferPointer<Float>, into logits: UnsafeMutableBufferPointer<Float>
    ) {
      require(packed.inputShapes.count == 1, "the program has \(packed.inputShapes.count) inputs")
      set(image, asInput: 0)
      run(into: logits)
    }

    /// Runs one example of a program with several inputs, without allocating memory.
    ///
    /// - Parameters:
    ///   - inputs: for each input as many floats as its shape holds, row-major.
    ///   - logits: as many floats as the program's `outputShape` holds.
    /// - Precondition: all buffers have those sizes.
    public func infer(
      inputs: [UnsafeBufferPointer<Float>], into logits: UnsafeMutableBufferPointer<Float>
    ) {
      require(packed.inputShapes.count == inputs.count, "the program has other inputs")
      for index in inputs.indices { set(inputs[index], asInput: index) }
      run(into: logits)
    }

    /// Runs one example of a program that takes integers, from 8-bit inputs to 8-bit results, without allocating
    /// memory: nothing is converted.
    ///
    /// - Parameters:
    ///   - integers: for each input as many integers of `Program.inputQuantization` as its shape holds, row-major.
    ///   - results: as many integers of `Program.outputQuantization` as the program's `outputShape` holds.
    /// - Precondition: `Program.takesIntegers`, and all buffers have those sizes.
    public func infer(
      integers: [UnsafeBufferPointer<Int8>], into results: UnsafeMutableBufferPointer<Int8>
    ) {
      require(packed.takesIntegers, "the program does not take integers")
      require(packed.inputShapes.count == integers.count, "the program has other inputs")
      for index in integers.indices { set(integers[index], asInput: index) }
      require(results.count == packed.plans[packed.plans.count - 1].count, "results of another size")
      connectInputs()
      packed.run(self, integers: results.baseAddress!)
    }

    private func set<Element>(_ buffer: UnsafeBufferPointer<Element>, asInput index: Int) {
      require(buffer.count == packed.inputShapes[index].reduce(1, *), "it does not fill the input")
      inputs[index] = UnsafeRawPointer(buffer.baseAddress!)
    }

    private func run(into logits: UnsafeMutableBufferPointer<Float>) {
      require(logits.count == packed.plans[packed.plans.count - 1].count, "logits of another size")
      connectInputs()
      packed.run(self, output: logits.baseAddress!)
    }

    /// Gives the addresses of the inputs to the layers that read them.
    func connectInputs() {
      for index in packed.operands.indices {
        if case .input(let input) = packed.operands[index] { operands[index] = inputs[input] }
      }
    }
  }
}
