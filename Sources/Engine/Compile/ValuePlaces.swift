/// Where the result of each layer lies: in a buffer of its own, in one that it shares with what it was made from, or
/// where an input of the program lies.
///
/// A reshape moves nothing. Functions of each element write over their input when nobody reads it afterwards.
struct ValuePlaces: Sendable, Equatable {
  /// Memory that holds a number.
  enum Place: Sendable, Equatable {
    /// Given by the caller: an input of the program.
    case input(Int)
    /// Part of the arena.
    case buffer(Int)
  }

  /// For each layer, where its result lies.
  let results: [Place]

  /// The size of each buffer, and the steps from the one that writes it to the last that reads it.
  let buffers: [MemoryPlan.Request]

  init(_ plans: [LayerPlan]) {
    var lastRead = [Int](repeating: -1, count: plans.count)
    for (step, plan) in plans.enumerated() {
      for input in plan.layer.inputs where input >= 0 { lastRead[input] = step }
    }
    lastRead[plans.count - 1] = plans.count

    var results: [Place] = []
    var buffers: [MemoryPlan.Request] = []
    // The last step that reads any of the results in a buffer so far.
    for (step, plan) in plans.enumerated() {
      let end = max(step, lastRead[step])
      switch Self.source(of: plan, step: step, results: results, buffers: buffers) {
      case .input(let index)?: results.append(.input(index))
      case .buffer(let index)?:
        results.append(.buffer(index))
        let steps = buffers[index].steps
        buffers[index].steps = steps.lowerBound...max(steps.upperBound, end)
      case nil:
        results.append(.buffer(buffers.count))
        buffers.append(.init(bytes: plan.byteCount, steps: step...end))
      }
    }
    self.results = results
    self.buffers = buffers
  }

  /// Where a value lies: a result, or an input of the program.
  func place(of value: Int) -> Place { Self.place(of: value, in: results) }

  private static func place(of value: Int, in results: [Place]) -> Place {
    value < 0 ? .input(-1 - value) : results[value]
  }

  /// The place that a layer's result takes over; nil when it needs memory of its own.
  private static func source(
    of plan: LayerPlan, step: Int, results: [Place], buffers: [MemoryPlan.Request]
  ) -> Place? {
    let source = place(of: plan.layer.inputs[0], in: results)
    if case .reshape = plan.layer.kind { return source }
    guard plan.layer.kind.worksInPlace, case .buffer(let index) = source,
      // Nobody reads the buffer later, and none of the other inputs lies in it.
      buffers[index].steps.upperBound == step, plan.byteCount <= buffers[index].bytes,
      plan.layer.inputs.dropFirst().allSatisfy({ place(of: $0, in: results) != source })
    else { return nil }
    return source
  }
}

extension LayerKind {
  /// Whether its kernel may write over its first input.
  fileprivate var worksInPlace: Bool {
    switch self {
    case .activation, .scale, .add, .multiply: true
    default: false
    }
  }
}
