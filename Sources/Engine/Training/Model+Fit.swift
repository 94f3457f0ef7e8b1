extension Model {
  /// Trains with the mean loss of batches: softmax cross-entropy, the model's outputs being logits, if not told
  /// otherwise.
  ///
  /// The order of the images and what dropout drops depend on `seed` alone: the same call on the same model gives
  /// the same parameters, for any number of threads. The optimizer starts anew with each call.
  ///
  /// - Parameters:
  ///   - validation: data to evaluate the model on after each epoch.
  ///   - batchSize: images a step; the last batch of an epoch may be smaller.
  ///   - loss: what to make small; the history and the validation use the same.
  ///   - clipNorm: what the gradients of a step are cut to when, taken as one vector, they are longer.
  ///   - earlyStopping: when to end before the last epoch; the model then has the parameters of its best epoch.
  ///   - progress: called after each batch; an error it throws ends the training and is passed on.
  ///   - transform: changes each batch before the model sees it, as augmentation does, on another thread while the
  ///     batch before it trains; its randomness comes from the generator that it is given, so that the seed decides it.
  /// - Throws: `ModelError` when data and model do not fit, `TrainingError`, or what `progress` or `transform`
  ///   throws. The model stays as the steps before have made it.
  @discardableResult
  public func fit(
    _ data: Dataset, validation: Dataset? = nil, epochs: Int = 1, batchSize: Int = 32,
    loss: Loss = .crossEntropy(), optimizer: any Optimizer = Adam(), clipNorm: Float? = nil,
    earlyStopping: EarlyStopping? = nil, seed: UInt64 = 0,
    progress: (FitProgress) throws -> Void = { _ in },
    transform: BatchTransform? = nil
  ) throws -> History {
    try check(data, loss: loss)
    guard epochs >= 1 else { throw TrainingError.epochs(epochs) }
    guard batchSize >= 1 else { throw TrainingError.batchSize(batchSize) }
    let batches = (data.count - 1) / batchSize + 1
    let (steps, endless) = epochs.multipliedReportingOverflow(by: batches)  // a callback may end it all
    let training = Training(
      validation: validation, batchSize: batchSize, loss: loss, optimizer: optimizer, clipNorm: clipNorm,
      earlyStopping: earlyStopping, seed: seed, transform: transform)
    return try run(training, epochs: epochs, steps: endless ? .max : steps, progress: progress) { data }
  }

  /// Trains with pieces of data that come one after another, so that all of them may be larger than the memory.
  ///
  /// It is one training: the optimizer's memory, its schedule and the random numbers go on from piece to piece. Each piece
  /// is what an epoch is otherwise, with an order of its own and a place of its own in the history, and `fit` with the same
  /// data for each piece does what it does with as many epochs. To go through a set more than once, give its pieces again.
  ///
  /// ```swift
  /// let reader = try TopicFiles.dbpedia(in: folder).examples(.train)
  /// try model.fit {
  ///   try reader.batch(of: 4096).map { try vocabulary.dataset(of: $0, length: 100, classes: 14) }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - steps: the number of steps that all pieces make, which a cosine schedule must know.
  ///   - validation: data to evaluate the model on after each piece.
  ///   - batchSize: examples a step; the last batch of a piece may be smaller.
  ///   - loss: what to make small.
  ///   - clipNorm: as for a dataset.
  ///   - progress: called after each batch; the number of epochs is that of the pieces so far.
  ///   - transform: as for a dataset.
  ///   - pieces: gives the next piece, or nil when there is none.
  /// - Throws: `TrainingError`, also when there is no piece at all; `ModelError` for a piece that does not fit the model; or
  ///   what a closure throws. The model stays as the steps before have made it.
  @discardableResult
  public func fit(
    steps: Int? = nil, validation: Dataset? = nil, batchSize: Int = 32, loss: Loss = .crossEntropy(),
    optimizer: any Optimizer = Adam(), clipNorm: Float? = nil, seed: UInt64 = 0,
    progress: (FitProgress) throws -> Void = { _ in },
    transform: BatchTransform? = nil,
    pieces: () throws -> Dataset?
  ) throws -> History {
    guard batchSize >= 1 else { throw TrainingError.batchSize(batchSize) }
    guard steps != nil || !optimizer.schedule.dependsOnTotal else {
      throw TrainingError.optimizer("\(optimizer): a cosine schedule needs the number of steps")
    }
    let training = Training(
      validation: validation, batchSize: batchSize, loss: loss, optimizer: optimizer, clipNorm: clipNorm,
      earlyStopping: nil, seed: seed, transform: transform)
    let history = try run(training, epochs: nil, steps: steps ?? .max, progress: progress) {
      let piece = try pieces()
      if let piece { try check(piece, loss: loss) }
      return piece
    }
    guard !history.loss.isEmpty else { throw TrainingError.emptyDataset }
    return history
  }

  /// What stays the same during a training.
  private struct Training {
    let validation: Dataset?
    let batchSize: Int
    let loss: Loss
    let optimizer: any Optimizer
    let clipNorm: Float?
    let earlyStopping: EarlyStopping?
    let seed: UInt64
    let transform: BatchTransform?
  }

  /// Trains for so many epochs, or else until there are no more data; `next` gives those of the next epoch, checked.
  private func run(
    _ training: Training, epochs: Int?, steps: Int, progress: (FitProgress) throws -> Void,
    next: () throws -> Dataset?
  ) throws -> History {
    let (loss, transform) = (training.loss, training.transform)
    if let validation = training.validation { try check(validation, loss: loss) }
    try training.optimizer.check()
    if let clipNorm = training.clipNorm, !(clipNorm > 0) { throw TrainingError.clipNorm(clipNorm) }
    if let earlyStopping = training.earlyStopping {
      guard earlyStopping.isValid else { throw TrainingError.earlyStopping(earlyStopping) }
      guard training.validation != nil else { throw TrainingError.earlyStoppingWithoutValidation }
    }

    var generator = SeededGenerator(seed: training.seed)
    var history = History()
    var best = training.earlyStopping.map { BestEpoch($0) }
    var optimizer = OptimizerState(training.optimizer, steps: steps, clipNorm: training.clipNorm)
    var epoch = 0
    while epoch < epochs ?? .max, let data = try next() {
      epoch += 1
      let size = min(training.batchSize, data.count)
      let batches = (data.count + size - 1) / size
      let order = generator.permutation(count: data.count)
      var tally = Tally()
      optimizer.clippedSteps = 0
      var prepared = PreparedBatch(of: data, at: order.prefix(size), transform: transform, using: &generator)
      for batch in 1...batches {
        let tape = Tape(trainingWith: prepared.generator)
        let examples = try prepared.examples()
        if transform != nil { try checkTransformed(examples, classes: data.classes, loss: loss) }
        if batch < batches {
          let positions = order[batch * size..<min((batch + 1) * size, data.count)]
          prepared = PreparedBatch(of: data, at: positions, transform: transform, using: &generator)
        }
        guard let step = trainingStep(examples, loss: loss, tape: tape, optimizer: &optimizer)
        else {
          throw TrainingError.lossNotFinite(epoch: epoch, batch: batch)
        }
        tally.add(step)
        let evaluation = batch == batches ? tally.evaluation : nil
        let validation =
          batch == batches ? try training.validation.map { try evaluate($0, loss: loss) } : nil
        if let evaluation {
          history.append(evaluation, validation: validation)
          if training.clipNorm != nil { history.clippedSteps.append(optimizer.clippedSteps) }
        }
        if let validation { best?.note(epoch, validation, of: self) }
        try progress(
          FitProgress(
            epoch: epoch, epochs: epochs ?? epoch, batch: batch, batches: batches,
            loss: tally.evaluation.loss,
            accuracy: evaluation?.accuracy, validationLoss: validation?.loss,
            validationAccuracy: validation?.accuracy))
      }
      if let best, best.isOver, epoch < epochs ?? .max {
        history.stoppedEarly = true
        break
      }
    }
    if let (epoch, state) = best?.best {
      history.bestEpoch = epoch
      try restore(state)
    }
    return history
  }

  /// One step of the optimizer, and how the model did on the batch before it; nil, and no step, when the loss is
  /// not finite.
  func trainingStep(
    _ batch: Batch, loss: Loss = .crossEntropy(), tape: Tape, optimizer: inout OptimizerState
  ) -> Tally? {
    let outputs = forward(batch.inputs, on: tape)
    let mean = loss.of(outputs, batch: batch, on: tape)
    guard mean.value[0].isFinite else { return nil }
    optimizer.update(tape.backward(from: mean))
    return Tally(loss: mean.value[0], outputs: outputs.value, batch: batch)
  }

  /// Checks a batch after a transformation, which may have done anything to it.
  private func checkTransformed(_ batch: Batch, classes: Int?, loss: Loss) throws {
    do {
      try check(batch, classes: classes, loss: loss)
    } catch {
      throw TrainingError.transformedBatch("\(error)")
    }
    guard batch.count > 0 else { throw TrainingError.transformedBatch("it left no example") }
    if case .values(let values) = batch.targets, !values.isFinite {
      throw TrainingError.transformedBatch("a target is infinite or not a number")
    }
    if case .labels(let labels, _) = batch.targets, let classes,
      let label = labels.first(where: { !(0..<classes).contains($0) })
    {
      throw TrainingError.transformedBatch("label \(label) is not in 0..<\(classes)")
    }
  }
}
