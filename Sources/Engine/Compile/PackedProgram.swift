import CKernels

/// What runs: a list of kernel calls over packed parameters and planned memory.
///
/// It never changes. Parameters are laid out as the kernels of one instruction set want them, each at a
/// 64-byte boundary, and stay where they are until the program goes away.
final class PackedProgram: @unchecked Sendable {
  let plans: [LayerPlan]
  let inputShape: [Int]
  let inputQuantization: AffineParameters?
  let instructions: InstructionSet
  let memory: MemoryPlan

  private let kernels: ck_infer_kernels
  private let steps: [Step]
  private let parameters: UnsafeMutableRawPointer

  /// The most bytes that parameters and that intermediate results may take: layers may come from files that
  /// lie about their size.
  private static let memoryLimit = 512 << 20

  /// Bytes that each further thread needs beside the arena.
  let scratchByteCount: Int

  /// Multiplications below which a step stays on one thread, and those below which a program does: about 2 and
  /// 10 microseconds.
  private static let leastShared = (step: 100_000, program: 400_000)

  /// One kernel call, with offsets in bytes into the arena and the parameters.
  private struct Step {
    enum Kernel { case convolution, scale, elementwise }
    var kernel: Kernel
    var conv: ck_conv
    var relu: Bool
    var zero: ck_zero_points
    var parameters: Int
    var input: Int?
    var output: Int
    var scratch: Int
    var isShared: Bool
  }

  init(
    inputShape: [Int], inputQuantization: AffineParameters?, plans: [LayerPlan], instructions: InstructionSet
  ) throws(ProgramError) {
    self.plans = plans
    self.inputShape = inputShape
    self.inputQuantization = inputQuantization
    self.instructions = instructions
    let kernels = ck_infer_kernels_for(instructions.code).pointee
    self.kernels = kernels

    // Requests: the quantized input (nothing in float: the image is read in place), the result of each
    // layer, the scratch of each layer.
    let isInteger = inputQuantization != nil
    let elementSize = isInteger ? 1 : 4
    func lastReader(of layer: Int, first: Int) -> Int {
      plans.indices.last { plans[$0].layer.input == layer } ?? first
    }
    var requests = [
      MemoryPlan.Request(
        bytes: isInteger ? inputShape.reduce(1, *) : 0, steps: 0...lastReader(of: -1, first: 0))
    ]
    for (index, plan) in plans.enumerated() {
      let last = index == plans.count - 1 ? plans.count : lastReader(of: index, first: index)
      requests.append(.init(bytes: plan.count * elementSize, steps: index...last))
    }
    for (index, plan) in plans.enumerated() {
      var conv = plan.kernelExtents
      let scratch = isInteger ? kernels.conv_i8.scratch! : kernels.conv_f32.scratch!
      requests.append(.init(bytes: plan.conv == nil ? 0 : scratch(&conv), steps: index...index))
    }
    let memory = MemoryPlan(requests)
    scratchByteCount = (requests.suffix(plans.count).map(\.bytes).max()! + 63) / 64 * 64
    self.memory = memory
    let parameterBytes = plans.reduce(0) { $0 + ($1.packedByteCount(kernels) + 63) / 64 * 64 }
    guard memory.byteCount <= Self.memoryLimit, parameterBytes <= Self.memoryLimit else {
      throw .tooLarge(bytes: max(memory.byteCount, parameterBytes), limit: Self.memoryLimit)
    }

    var steps: [Step] = []
    var offset = 0
    for (index, plan) in plans.enumerated() {
      let source = plan.layer.input
      steps.append(
        Step(
          kernel: plan.conv != nil ? .convolution : plan.layer.kind == .scale ? .scale : .elementwise,
          conv: plan.kernelExtents,
          relu: plan.layer.relu,
          zero: plan.kernelZeroPoints,
          parameters: offset,
          input: source < 0 && !isInteger ? nil : memory.offsets[1 + source],
          output: memory.offsets[1 + index],
          scratch: memory.offsets[1 + plans.count + index],
          isShared: plan.multiplyAccumulates >= Self.leastShared.step))
      offset += (plan.packedByteCount(kernels) + 63) / 64 * 64
    }
    self.steps = steps
    parameters = .allocate(byteCount: max(parameterBytes, 64), alignment: 64)
    for (plan, step) in zip(plans, steps) { plan.pack(kernels, into: parameters + step.parameters) }
  }

  deinit { parameters.deallocate() }

  /// Runs one image through all layers.
  ///
  /// - Parameters:
  ///   - image: `inputShape` floats.
  ///   - arena: `memory.byteCount` bytes, aligned to 64.
  ///   - threads: how many may work on it; each beyond the first has `scratchByteCount` bytes behind the arena.
  ///     Results do not depend on it.
  ///   - observe: called after each layer with its index and the address of its results; keeps to one thread.
  func run(
    image: UnsafePointer<Float>, arena: UnsafeMutableRawPointer, output: UnsafeMutablePointer<Float>,
    threads: Int = 1,
    observe: ((Int, UnsafeRawPointer) -> Void)? = nil
  ) {
    if let quantization = inputQuantization {
      kernels.quantize(
        image, inputShape.reduce(1, *), quantization.scale, Int32(quantization.zeroPoint),
        (arena + memory.offsets[0]).assumingMemoryBound(to: Int8.self))
    }
    let work = plans.reduce(0) { $0 + $1.multiplyAccumulates }
    if let observe {
      for index in steps.indices {
        run(steps[index], share: whole, image: image, arena: arena)
        observe(index, UnsafeRawPointer(arena + steps[index].output))
      }
    } else if threads > 1, work >= Self.leastShared.program {
      runShared(image: image, arena: arena, threads: threads)
    } else {
      for step in steps { run(step, share: whole, image: image, arena: arena) }
    }
    let count = plans[plans.count - 1].count
    let result = arena + steps[steps.count - 1].output
    if let quantization = plans[plans.count - 1].layer.outputQuantization {
      ck_dequantize(
        result.assumingMemoryBound(to: Int8.self), count, quantization.scale, Int32(quantization.zeroPoint),
        output)
    } else {
      output.update(from: result.assumingMemoryBound(to: Float.self), count: count)
    }
  }

  /// What the threads of one inference know.
  private struct SharedRun {
    let program: Unmanaged<PackedProgram>
    let image: UnsafePointer<Float>
    let arena: UnsafeMutableRawPointer
    let threads: Int
  }

  /// Runs all steps with one fork and one join.
  private func runShared(image: UnsafePointer<Float>, arena: UnsafeMutableRawPointer, threads: Int) {
    var run = SharedRun(
      program: .passUnretained(self), image: image, arena: arena, threads: threads)
    ck_parallel_steps(
      Int64(steps.count), Int32(threads),
      { run, step, share in
        let run = run!.load(as: SharedRun.self)
        run.program._withUnsafeGuaranteedRef { program in
          let step = program.steps[Int(step)]
          guard step.isShared || share == 0 else { return }
          let share = step.isShared ? ck_share(index: share, count: Int32(run.threads)) : whole
          program.run(step, share: share, image: run.image, arena: run.arena)
        }
      }, &run)
  }

  private func run(
    _ step: Step, share: ck_share, image: UnsafePointer<Float>, arena: UnsafeMutableRawPointer
  ) {
    // The first share's scratch is part of the plan.
    let scratch =
      arena + (share.index == 0 ? step.scratch : memory.byteCount + (Int(share.index) - 1) * scratchByteCount)
    if inputQuantization == nil {
      runFloat(step, share: share, image: image, arena: arena, scratch: scratch)
    } else {
      runInteger(step, share: share, arena: arena, scratch: scratch)
    }
  }

  private func runFloat(
    _ step: Step, share: ck_share, image: UnsafePointer<Float>, arena: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer
  ) {
    var conv = step.conv
    let input = step.input.map { UnsafePointer((arena + $0).assumingMemoryBound(to: Float.self)) } ?? image
    let output = (arena + step.output).assumingMemoryBound(to: Float.self)
    let pixels = Int(conv.in_h) * Int(conv.in_w)
    let channels = Int(conv.in_c)
    switch step.kernel {
    case .convolution:
      kernels.conv_f32.run(&conv, share, input, parameters + step.parameters, scratch, output)
    case .scale:
      let factor = (parameters + step.parameters).assumingMemoryBound(to: Float.self)
      ck_scale_f32(input, pixels, channels, factor, factor + channels, step.relu ? 1 : 0, output)
    case .elementwise:
      ck_max_pool_f32(input, conv.in_h, conv.in_w, conv.in_c, conv.pool_h, output)
      if step.relu {
        ck_floor_f32(output, Int(conv.out_h) * Int(conv.out_w) * channels, 0, output)
      }
    }
  }

  private func runInteger(
    _ step: Step, share: ck_share, arena: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer
  ) {
    var conv = step.conv
    let input = UnsafePointer((arena + step.input!).assumingMemoryBound(to: Int8.self))
    let output = (arena + step.output).assumingMemoryBound(to: Int8.self)
    let pixels = Int(conv.in_h) * Int(conv.in_w)
    let channels = Int(conv.in_c)
    switch step.kernel {
    case .convolution:
      kernels.conv_i8.run(
        &conv, step.zero, share, input, parameters + step.parameters, scratch, output)
    case .scale:
      let factor = (parameters + step.parameters).assumingMemoryBound(to: Float.self)
      ck_scale_i8(input, pixels, channels, factor, factor + channels, step.zero, step.relu ? 1 : 0, output)
    case .elementwise:
      ck_max_pool_i8(input, conv.in_h, conv.in_w, conv.in_c, conv.pool_h, output)
      if step.relu {
        ck_floor_i8(output, Int(conv.out_h) * Int(conv.out_w) * channels, Int8(step.zero.output), output)
      }
    }
  }
}

/// All of a kernel call, on the calling thread.
private let whole = ck_share(index: 0, count: 1)
