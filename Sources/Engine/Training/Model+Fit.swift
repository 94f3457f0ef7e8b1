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
    if let validation { try check(validation, loss: loss) }
    guard epochs >= 1 else { throw TrainingError.epochs(epochs) }
    guard batchSize >= 1 else { throw TrainingError.batchSize(batchSize) }
    try optimizer.check()
    if let clipNorm, !(clipNorm > 0) { throw TrainingError.clipNorm(clipNorm) }
    if let earlyStopping {
      guard earlyStopping.isValid else { throw TrainingError.earlyStopping(earlyStopping) }
      guard validation != nil else { throw TrainingError.earlyStoppingWithoutValidation }
    }

    var generator = SeededGenerator(seed: seed)
    var history = History()
    var best = earlyStopping.map { BestEpoch($0) }
    let size = min(batchSize, data.count)
    let batches = (data.count + size - 1) / size
    let (steps, endless) = epochs.multipliedReportingOverflow(by: batches)  // a callback may end it all
    var optimizer = OptimizerState(optimizer, steps: endless ? .max : steps, clipNorm: clipNorm)
    for epoch in 1...epochs {
      let order = generator.permutation(count: data.count)
      var tally = Tally()
      optimizer.clippedSteps = 0
      var next = PreparedBatch(of: data, at: order.prefix(size), transform: transform, using: &generator)
      for batch in 1...batches {
        let tape = Tape(trainingWith: next.generator)
        let examples = try next.examples()
        if transform != nil { try checkTransformed(examples, classes: data.classes, loss: loss) }
        if batch < batches {
          let positions = order[batch * size..<min((batch + 1) * size, data.count)]
          next = PreparedBatch(of: data, at: positions, transform: transform, using: &generator)
        }
        guard let step = trainingStep(examples, loss: loss, tape: tape, optimizer: &optimizer)
        else {
          throw TrainingError.lossNotFinite(epoch: epoch, batch: batch)
        }
        tally.add(step)
        let training = batch == batches ? tally.evaluation : nil
        let validation = batch == batches ? try validation.map { try evaluate($0, loss: loss) } : nil
        if let training {
          history.append(training, validation: validation)
          if clipNorm != nil { history.clippedSteps.append(optimizer.clippedSteps) }
        }
        if let validation { best?.note(epoch, validation, of: self) }
        try progress(
          FitProgress(
            epoch: epoch, epochs: epochs, batch: batch, batches: batches, loss: tally.evaluation.loss,
            accuracy: training?.accuracy, validationLoss: validation?.loss,
            validationAccuracy: validation?.accuracy))
      }
      if let best, best.isOver, epoch < epochs {
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
