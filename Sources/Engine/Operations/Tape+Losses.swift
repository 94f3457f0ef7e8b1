import Foundation

extension Tape {
  /// The mean over all elements of `-t log sigmoid(x) - (1 - t) log(1 - sigmoid(x))`, for `logits` x and `targets`
  /// t of one shape: one number.
  ///
  /// Computed as `max(x, 0) - x t + log(1 + exp(-|x|))`, in which nothing overflows. The gradient is
  /// `(sigmoid(x) - t) / count`.
  func binaryCrossEntropy(_ logits: Variable, targets: Tensor) -> Variable {
    meanLoss(logits, targets: targets) { x, t in
      let power = exp(-abs(x))
      let sigmoid = x >= 0 ? 1 / (1 + power) : power / (1 + power)
      return (max(x, 0) - x * t + log1p(power), sigmoid - t)
    }
  }

  /// The mean over all elements of `(y - t)²`, for `outputs` y and `targets` t of one shape: one number.
  ///
  /// The gradient is `2 (y - t) / count`.
  func meanSquaredError(_ outputs: Variable, targets: Tensor) -> Variable {
    meanLoss(outputs, targets: targets) { y, t in ((y - t) * (y - t), 2 * (y - t)) }
  }

  /// What a student `[n, classes]` loses when it learns from labels and from a teacher's logits of the same shape:
  /// one number.
  ///
  /// With the student's logits z, the teacher's logits u, the labels' share a and the temperature T:
  ///
  ///     a * CE(labels, softmax(z)) + (1 - a) * T² * CE(softmax(u / T), softmax(z / T))
  ///
  /// The factor T² keeps both gradients in proportion when T changes. From Hinton, Vinyals and Dean, "Distilling
  /// the knowledge in a neural network" (2015), section 2. No gradient reaches the teacher.
  ///
  /// - Precondition: T is positive.
  func distillation(
    _ logits: Variable, labels: [Int], teacher: Tensor, labelShare: Float, temperature: Float
  ) -> Variable {
    distillation(
      logits, targets: oneHot(labels, classes: logits.value.shape[1]), teacher: teacher,
      labelShare: labelShare, temperature: temperature)
  }

  /// The same, with the probabilities of each class `[n, classes]` in place of labels.
  func distillation(
    _ logits: Variable, targets: Tensor, teacher: Tensor, labelShare: Float, temperature: Float
  ) -> Variable {
    precondition(temperature > 0)
    let hard = softmaxCrossEntropy(logits, targets: targets)
    let soft = softmaxCrossEntropy(
      scale(logits, by: 1 / temperature), targets: Engine.softmax(teacher, temperature: temperature))
    return add(
      scale(hard, by: labelShare), scale(soft, by: (1 - labelShare) * temperature * temperature))
  }

  /// The mean of a loss of one output and one target at a time; `element` gives it with its derivative by the
  /// output.
  private func meanLoss(
    _ outputs: Variable, targets: Tensor, element: (Double, Double) -> (loss: Double, derivative: Double)
  ) -> Variable {
    let (value, count) = (outputs.value, targets.count)
    precondition(value.shape == targets.shape, "outputs \(value.shape), targets \(targets.shape)")
    var gradient = Tensor(uninitialized: value.shape)
    let out = gradient.mutablePointer
    var total = 0.0
    for i in 0..<count {
      let (loss, derivative) = element(Double(value.pointer[i]), Double(targets.pointer[i]))
      total += loss
      out[i] = Float(derivative / Double(count))
    }
    return recordMean(total / Double(count), of: outputs, gradient: gradient)
  }
}
