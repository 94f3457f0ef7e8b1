import CKernels

/// What runs: a list of kernel calls over packed parameters and planned memory.
///
/// It never changes. Parameters are laid out as the kernels of one instruction set want them, each at a
/// 64-byte boundary, and stay where they are until the program goes away.
final class PackedProgram: @unchecked Sendable {
  let plans: [LayerPlan]
  let inputShapes: [[Int]]
  let instructions: InstructionSet
  let places: ValuePlaces
  let memory: MemoryPlan

  /// Bytes that each further thread needs beside the arena.
  let scratchByteCount: Int

  /// The address of an operand, and which layer reads it as which of its inputs, for all operands in order.
  let operands: [ValuePlaces.Place]

  private let steps: [Step]
  private let parameters: UnsafeMutableRawPointer
  private let isWorthSharing: Bool

  /// The most bytes that parameters and that intermediate results may take: layers may come from files that
  /// lie about their size.
  private static let memoryLimit = 512 << 20

  /// Multiplications below which a step stays on one thread, and those below which a program does: about 2 and
  /// 10 microseconds.
  ///
  /// Those of a depthwise layer, which loads an input for each, count several times.
  private static let leastShared = (step: 100_000, depthwiseStep: 25_000, program: 400_000)

  /// One kernel call, with offsets into the operands, the parameters and the arena.
  private struct Step {
    var run: (Operands) -> Void
    var operands: Int
    var parameters: Int
    var scratch: Int
    var result: ValuePlaces.Place
    var isShared: Bool
    /// Bytes that a conversion at the border of the program leaves out where integers come in and go out.
    var border: Int?
  }

  init(
    inputShapes: [[Int]], plans: [LayerPlan], instructions: InstructionSet
  ) throws(ProgramError) {
    self.plans = plans
    self.inputShapes = inputShapes
    self.instructions = instructions
    let kernels = InferenceKernels(instructions)
    let calls = plans.map { $0.call(kernels) }

    // Requests: the results, then the scratch of each layer.
    let places = ValuePlaces(plans)
    let scratch = calls.enumerated().map {
      MemoryPlan.Request(bytes: $1.scratchByteCount, steps: $0...$0)
    }
    let memory = MemoryPlan(places.buffers + scratch)
    let parameterBytes = calls.reduce(0) { $0 + wholeLines($1.packedByteCount) }
    guard memory.byteCount <= Self.memoryLimit, parameterBytes <= Self.memoryLimit else {
      throw .tooLarge(bytes: max(memory.byteCount, parameterBytes), limit: Self.memoryLimit)
    }
    self.places = places
    self.memory = memory
    scratchByteCount = wholeLines(calls.filter(\.canShare).map(\.scratchByteCount).max() ?? 0)
    operands = plans.flatMap { $0.layer.inputs.map(places.place) }
    isWorthSharing = plans.reduce(0) { $0 + $1.multiplyAccumulates } >= Self.leastShared.program

    var steps: [Step] = []
    var (operand, parameter) = (0, 0)
    for (index, (plan, call)) in zip(plans, calls).enumerated() {
      let leastShared =
        if case .depthwiseConv2D = plan.layer.kind { Self.leastShared.depthwiseStep } else {
          Self.leastShared.step
        }
      steps.append(
        Step(
          run: call.run, operands: operand, parameters: parameter,
          scratch: memory.offsets[places.buffers.count + index], result: places.results[index],
          isShared: call.canShare && plan.multiplyAccumulates >= leastShared,
          border: plan.isBorder ? plan.count : nil))
      operand += plan.layer.inputs.count
      parameter += wholeLines(call.packedByteCount)
    }
    self.steps = steps
    parameters = AlignedMemory.allocate(byteCount: max(parameterBytes, 64))
    for (call, step) in zip(calls, steps) { call.pack(parameters + step.parameters) }
  }

  deinit { parameters.deallocate() }

  /// The bytes from the start of the arena to a layer's result; nil when that is an input of the program.
  func offset(of result: Int) -> Int? {
    guard case .buffer(let index) = places.results[result] else { return nil }
    return memory.offsets[index]
  }

  /// Whether all that is float are conversions at the borders: of every input, and of the result.
  var takesIntegers: Bool {
    plans[plans.count - 1].layer.kind == .dequantize
      && plans.dropLast().allSatisfy { plan in
        plan.layer.kind != .dequantize
          && (plan.layer.inputs.allSatisfy { $0 >= 0 } || plan.layer.kind == .quantize)
      }
  }

  /// Runs one example through all layers.
  ///
  /// - Parameter context: memory, with the addresses of the inputs set.
  func run(_ context: Program.Context, output: UnsafeMutablePointer<Float>) {
    if context.threads > 1, isWorthSharing {
      runShared(context)
    } else {
      for step in steps { run(step, share: whole, context) }
    }
    let result = address(of: steps[steps.count - 1].result, context).assumingMemoryBound(to: Float.self)
    output.update(from: result, count: plans[plans.count - 1].count)
  }

  /// Runs one example of a program that takes integers, without the conversions at its borders.
  func run(_ context: Program.Context, integers output: UnsafeMutablePointer<Int8>) {
    context.borders = output
    defer { context.borders = nil }
    if context.threads > 1, isWorthSharing {
      runShared(context)
    } else {
      for step in steps { run(step, share: whole, context) }
    }
  }

  /// Runs one example on one thread and shows the address of each layer's result.
  func run(_ context: Program.Context, observe: (Int, UnsafeRawPointer) -> Void) {
    for index in steps.indices {
      run(steps[index], share: whole, context)
      observe(index, address(of: steps[index].result, context))
    }
  }

  private func address(of place: ValuePlaces.Place, _ context: Program.Context) -> UnsafeRawPointer {
    switch place {
    case .input(let index): context.inputs[index]!
    case .buffer(let index): UnsafeRawPointer(context.arena + memory.offsets[index])
    }
  }

  /// What the threads of one inference know.
  private struct SharedRun {
    let program: Unmanaged<PackedProgram>
    let context: Unmanaged<Program.Context>
  }

  /// Runs all steps with one fork and one join.
  private func runShared(_ context: Program.Context) {
    var run = SharedRun(program: .passUnretained(self), context: .passUnretained(context))
    ck_parallel_steps(
      Int64(steps.count), Int32(context.threads),
      { run, step, share in
        let run = run!.load(as: SharedRun.self)
        run.program._withUnsafeGuaranteedRef { program in
          run.context._withUnsafeGuaranteedRef { context in
            let step = program.steps[Int(step)]
            guard step.isShared || share == 0 else { return }
            let share = step.isShared ? ck_share(index: share, count: Int32(context.threads)) : whole
            program.run(step, share: share, context)
          }
        }
      }, &run)
  }

  private func run(_ step: Step, share: ck_share, _ context: Program.Context) {
    guard case .buffer(let buffer) = step.result else { return }
    if let integers = context.borders, let count = step.border {
      let isLast = step.operands == operands.count - 1
      let place = isLast ? UnsafeMutableRawPointer(integers) : context.arena + memory.offsets[buffer]
      place.copyMemory(from: context.operands[step.operands]!, byteCount: count)
      return
    }
    // The first share's scratch is part of the plan.
    let scratch =
      share.index == 0 ? step.scratch : memory.byteCount + (Int(share.index) - 1) * scratchByteCount
    step.run(
      Operands(
        inputs: context.operands + step.operands, parameters: parameters + step.parameters,
        scratch: context.arena + scratch, output: context.arena + memory.offsets[buffer], share: share))
  }
}

/// All of a kernel call, on the calling thread.
private let whole = ck_share(index: 0, count: 1)

/// Bytes in whole cache lines.
private func wholeLines(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
