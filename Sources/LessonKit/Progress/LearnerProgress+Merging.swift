// Two windows of one learner: each writes what it changed, and keeps what the other one wrote.

extension LearnerProgress {
  /// This progress, as another window left it, with what one window changed since it last read or wrote.
  func merged(with mine: LearnerProgress, since base: LearnerProgress) -> LearnerProgress {
    var result = self
    result.lastExercise = newer(lastExercise, mine.lastExercise, since: base.lastExercise)
    for id in mine.exercises.keys {
      result[id] = self[id].merged(with: mine[id], since: base[id])
    }
    return result
  }
}

extension ExerciseProgress {
  fileprivate func merged(with mine: ExerciseProgress, since base: ExerciseProgress) -> ExerciseProgress {
    var result = self
    result.currentStep = newer(currentStep, mine.currentStep, since: base.currentStep)
    result.predictions = newer(predictions, mine.predictions, since: base.predictions)
    result.knobs = newer(knobs, mine.knobs, since: base.knobs)
    result.metrics = newer(metrics, mine.metrics, since: base.metrics)
    result.sets = newer(sets, mine.sets, since: base.sets)
    for (id, step) in mine.steps {
      result.steps[id] = (steps[id] ?? StepProgress()).merged(
        with: step, since: base.steps[id] ?? StepProgress())
    }
    return result
  }
}

extension StepProgress {
  fileprivate func merged(with mine: StepProgress, since base: StepProgress) -> StepProgress {
    var result = self
    // What has passed in either window has passed.
    result.status = status == .passed ? .passed : newer(status, mine.status, since: base.status)
    result.isSkipped = newer(isSkipped, mine.isSkipped, since: base.isSkipped)
    result.points = newer(points, mine.points, since: base.points)
    result.best = max(best, mine.best)
    result.attempts += mine.attempts - base.attempts
    for (check, count) in mine.failures {
      result.failures[check, default: 0] += count - (base.failures[check] ?? 0)
    }
    result.lastFailures = newer(lastFailures, mine.lastFailures, since: base.lastFailures)
    result.hintsAsked.merge(mine.hintsAsked, uniquingKeysWith: max)
    result.metrics = newer(metrics, mine.metrics, since: base.metrics)
    result.sets = newer(sets, mine.sets, since: base.sets)
    return result
  }
}

/// My value where I changed it, theirs otherwise.
private func newer<Value: Equatable>(_ theirs: Value, _ mine: Value, since base: Value) -> Value {
  mine == base ? theirs : mine
}

/// The same for each key.
private func newer<Value: Equatable>(
  _ theirs: [String: Value], _ mine: [String: Value], since base: [String: Value]
) -> [String: Value] {
  var result = theirs
  for key in Set(mine.keys).union(base.keys) where mine[key] != base[key] { result[key] = mine[key] }
  return result
}
