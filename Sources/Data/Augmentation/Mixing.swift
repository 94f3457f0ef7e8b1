import Engine

/// mixup: each example of a batch becomes a mean of itself and another, and so does its label.
///
///     x = lambda x_i + (1 - lambda) x_j,   y = lambda y_i + (1 - lambda) y_j,   lambda ~ Beta(alpha, alpha)
///
/// From Zhang et al., "mixup: beyond empirical risk minimization" (2018). The other is a random one of the same batch,
/// and each example has a lambda of its own. Labels become probabilities.
///
/// - Parameters:
///   - alpha: how much is mixed: little at 0.2, evenly spread at 1.
///   - classes: the number of classes of the data.
/// - Precondition: `alpha` is positive.
public func mixup(alpha: Float, classes: Int) -> BatchTransform {
  mixing(alpha: alpha, classes: classes) { _, lambda, _, own, other in
    for index in own.indices { own[index] = lambda * own[index] + (1 - lambda) * other[index] }
    return lambda
  }
}

/// CutMix: a rectangle of each image of a batch is replaced by that of another image, and the label by as much.
///
/// The rectangle has the share `1 - lambda` of the image, lambda ~ Beta(alpha, alpha), its sides in proportion to the
/// image's and its center anywhere; what lies beyond the image is cut off, and lambda then computed anew from the pixels
/// that are left. From Yun et al., "CutMix: regularization strategy to train strong classifiers with localizable
/// features" (2019). The other is a random one of the same batch. Labels become probabilities.
///
/// - Parameters:
///   - alpha: 1 in the paper: all areas are equally frequent.
///   - classes: the number of classes of the data.
/// - Precondition: `alpha` is positive.
public func cutMix(alpha: Float = 1, classes: Int) -> BatchTransform {
  mixing(alpha: alpha, classes: classes) { shape, lambda, generator, own, other in
    guard shape.count == 4 else {
      throw AugmentationError.shape(shape, expected: "images [n, height, width, channels]")
    }
    let (height, width, channels) = (shape[1], shape[2], shape[3])
    let side = (1 - lambda).squareRoot()
    let box = Box(
      center: (generator.index(below: height), generator.index(below: width)),
      height: Int((side * Float(height)).rounded()), width: Int((side * Float(width)).rounded()),
      in: (height, width))
    for row in box.rows {
      let pixels =
        (row * width + box.columns.lowerBound) * channels..<(row * width + box.columns.upperBound) * channels
      own.replaceSubrange(pixels, with: other[pixels])
    }
    return 1 - Float(box.area) / Float(height * width)
  }
}

/// Mixes each example of a batch with a random other one.
///
/// - Parameter mix: changes the values `own` with those of `other` and returns the share that is still its own, which
///   the label follows; `lambda` was drawn for it.
private func mixing(
  alpha: Float, classes: Int,
  _ mix:
    @escaping @Sendable (
      _ shape: [Int], _ lambda: Float, _ generator: inout SeededGenerator, _ own: inout [Float],
      _ other: [Float]
    ) throws -> Float
) -> BatchTransform {
  precondition(alpha > 0 && alpha.isFinite, "examples cannot be mixed with alpha \(alpha)")
  return { batch, generator in
    guard batch.inputs.count == 1 else { throw AugmentationError.targets("the model has several inputs") }
    guard batch.teacherLogits == nil else {
      throw AugmentationError.targets("a teacher's logits for them are not known")
    }
    let labels = try probabilities(batch.targets, classes: classes)
    let shape = batch.inputs[0].shape
    let partners = generator.permutation(count: batch.count)
    var (values, targets): ([Float], [Float]) = ([], [])
    for index in 0..<batch.count {
      let lambda = generator.beta(alpha)
      var own = batch.inputs[0].rows(index..<index + 1).values
      let partner = partners[index]
      let share = try mix(shape, lambda, &generator, &own, batch.inputs[0].rows(partner..<partner + 1).values)
      values += own
      for k in 0..<classes {
        targets.append(share * labels[index * classes + k] + (1 - share) * labels[partner * classes + k])
      }
    }
    batch.inputs[0] = Tensor(shape: shape, values: values)
    batch.targets = .values(Tensor(shape: [batch.count, classes], values: targets))
  }
}

/// The targets as probabilities `[n, classes]`.
private func probabilities(_ targets: Targets, classes: Int) throws -> [Float] {
  switch targets {
  case .labels(let labels, []) where labels.allSatisfy { $0 < classes }:
    return labels.flatMap { label in (0..<classes).map { $0 == label ? 1 : 0 } }
  case .values(let values) where values.shape.count == 2 && values.shape[1] == classes:
    return values.values
  case .labels(_, let shape):
    throw AugmentationError.targets("labels of shape \(shape) are not one of \(classes) classes an example")
  case .values(let values):
    throw AugmentationError.targets(
      "values of shape \(values.shape) are not probabilities of \(classes) classes")
  }
}
