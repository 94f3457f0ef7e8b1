/// How training changes a model's parameters: the settings of a method, and one step of it.
///
/// What the method remembers from step to step is kept outside it, so that one value serves many trainings.
///
/// The update of an element must depend on nothing but this element, its gradient and its memory. Of a table of
/// which a batch has read some rows, such as an embedding, only these rows are updated, and for the others no time
/// passes: their moments do not fade, nor do their weights decay ("lazy", as in PyTorch's `SparseAdam`).
public protocol Optimizer: Sendable {
  /// The size of a step, before the schedule.
  var learningRate: Float { get }

  /// How the learning rate changes from step to step.
  var schedule: LearningRateSchedule { get }

  /// How many tensors the method remembers for each parameter, all of its shape and at first 0.
  var memorySize: Int { get }

  /// What is wrong with the settings other than the learning rate and its schedule; nil when they can train a model.
  var problem: String? { get }

  /// Takes one step against the gradient of the loss by one parameter.
  ///
  /// - Parameters:
  ///   - value: the parameter.
  ///   - gradient: the gradient, of the same shape.
  ///   - memory: `memorySize` tensors of the same shape, as the step before left them.
  ///   - step: the number of this step, from 1.
  ///   - rate: the learning rate at this step.
  func update(_ value: inout Tensor, gradient: Tensor, memory: inout [Tensor], step: Int, rate: Float)
}

extension Optimizer {
  /// Refuses settings that cannot train anything.
  func check() throws(TrainingError) {
    let rate =
      learningRate > 0 && learningRate.isFinite ? nil : "the learning rate must be positive and finite"
    if let problem = rate ?? schedule.problem ?? problem { throw .optimizer("\(self): \(problem)") }
  }
}

/// An optimizer at work: the number of steps taken, and what it remembers.
struct OptimizerState {
  private let optimizer: any Optimizer
  private let steps: Int
  private let clipNorm: Float?
  private var step = 0
  private var memory: [ObjectIdentifier: [Tensor]] = [:]

  /// How many steps had gradients too long, since this was last set to 0.
  var clippedSteps = 0

  /// Begins a training of so many steps, which is what the schedule needs to know, with gradients no longer than
  /// `clipNorm` together.
  init(_ optimizer: any Optimizer, steps: Int = 1, clipNorm: Float? = nil) {
    self.optimizer = optimizer
    self.steps = steps
    self.clipNorm = clipNorm
  }

  /// Takes one step against the gradients.
  mutating func update(_ gradients: Gradients) {
    let rate = optimizer.rate(at: step, of: steps)
    step += 1
    let shortened = clipNorm.flatMap { clipped(gradients, toNorm: $0) }
    if shortened != nil { clippedSteps += 1 }
    for (parameter, gradient) in shortened ?? gradients {
      let id = ObjectIdentifier(parameter)
      // Taken out while they change, so that nothing is copied before it is written.
      var tensors =
        memory.removeValue(forKey: id)
        ?? Array(repeating: Tensor(shape: gradient.shape), count: optimizer.memorySize)
      switch gradient {
      case .dense(let gradient):
        optimizer.update(&parameter.value, gradient: gradient, memory: &tensors, step: step, rate: rate)
      case .rows(let gradient):
        update(&parameter.value, gradient, memory: &tensors, rate: rate)
      }
      memory[id] = tensors
    }
  }

  /// Updates the rows that have a gradient, as if they were the whole parameter.
  private func update(_ value: inout Tensor, _ gradient: RowGradient, memory: inout [Tensor], rate: Float) {
    let table = value.mutablePointer
    let tables = memory.indices.map { memory[$0].mutablePointer }
    let width = gradient.width
    parallelRanges(gradient.rows.count, size: 128) { range in
      let rows = gradient.rows[range]
      var values = Tensor(gathering: rows, of: table, width: width)
      var memory = tables.map { Tensor(gathering: rows, of: $0, width: width) }
      optimizer.update(
        &values, gradient: gradient.values.rows(range).reshaped(to: values.shape), memory: &memory,
        step: step,
        rate: rate)
      values.scatter(to: rows, of: table)
      for (part, table) in zip(memory, tables) { part.scatter(to: rows, of: table) }
    }
  }
}
