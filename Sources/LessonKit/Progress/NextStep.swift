extension Course {
  /// A step of an exercise.
  public struct Place: Sendable, Equatable {
    /// The exercise.
    public var exercise: Exercise
    /// One of its steps.
    public var step: LessonStep
  }

  /// What a learner should do next; nil when everything is done or skipped.
  ///
  /// First the exercise that was open last, then the others in order; those whose requirements are not done come
  /// after all that are ready.
  public func next(for progress: LearnerProgress) -> Place? {
    let last = exercises.filter { $0.id == progress.lastExercise }
    let others = exercises.filter { $0.id != progress.lastExercise }
    let ready = others.filter { exercise in
      exercise.frontMatter.requires.allSatisfy { required in
        exercises.first { $0.id == required }.map { progress.openStep(of: $0) == nil } ?? true
      }
    }
    for exercise in last + ready + others {
      if let step = progress.openStep(of: exercise) { return Place(exercise: exercise, step: step) }
    }
    return nil
  }
}

extension LearnerProgress {
  /// The first step of an exercise that was neither passed nor skipped.
  public func openStep(of exercise: Exercise) -> LessonStep? {
    exercise.steps.first { step in
      let record = self[exercise.id].steps[step.id]
      return record?.status != .passed && record?.isSkipped != true
    }
  }

  /// Leaves a step out; passing it later counts all the same.
  public mutating func skip(_ step: LessonStep, of exercise: Exercise) {
    self[exercise.id].steps[step.id, default: StepProgress()].isSkipped = true
  }
}
