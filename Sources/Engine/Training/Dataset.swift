/// Examples and what a model should say of them.
public struct Dataset: Sendable {
  /// One tensor for each input of a model, each `[count, ...]`.
  public let inputs: [Tensor]

  /// What the model should say.
  public let targets: Targets

  /// The number of classes; nil where the targets are values.
  public let classes: Int?

  /// A teacher's outputs for the examples, `[count, ...]`; nil without a teacher.
  public let teacherLogits: Tensor?

  /// Pairs images, or other examples, with labels.
  ///
  /// - Parameters:
  ///   - images: the examples, `[count, ...]`; for digits `[count, height, width, channels]`.
  ///   - labels: classes in `0..<classes`, `labelShape` of them for each example, in row-major order.
  ///   - labelShape: empty for one label an example; `[height, width]` for one a pixel.
  /// - Throws: `DatasetError` when counts differ, a label is out of range, or an element is not a finite number.
  public init(
    images: Tensor, labels: [Int], classes: Int, labelShape: [Int] = []
  ) throws(DatasetError) {
    try self.init(inputs: [images], labels: labels, classes: classes, labelShape: labelShape)
  }

  /// Pairs examples for a model with several inputs with labels.
  ///
  /// - Throws: `DatasetError` as for images; also without inputs, or when they hold different numbers of examples.
  public init(
    inputs: [Tensor], labels: [Int], classes: Int, labelShape: [Int] = []
  ) throws(DatasetError) {
    guard classes > 0 else { throw .classes(classes) }
    let count = try exampleCount(inputs)
    guard labelShape.allSatisfy({ $0 > 0 }), let size = elementCount(labelShape), labels.count == count * size
    else {
      throw .counts(images: inputs[0].shape, labels: labels.count, labelShape: labelShape)
    }
    if let position = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw .label(labels[position], position: position, classes: classes)
    }
    self.inputs = inputs
    targets = .labels(labels, shape: labelShape)
    self.classes = classes
    teacherLogits = nil
  }

  /// Pairs examples with the values that a model should give for them.
  ///
  /// - Parameter values: `[count, ...]`: probabilities of classes, or any numbers.
  /// - Throws: `DatasetError` when counts differ or an element is not a finite number.
  public init(inputs: [Tensor], values: Tensor) throws(DatasetError) {
    let count = try exampleCount(inputs)
    guard values.shape.count >= 2, values.shape[0] == count else {
      throw .values(shape: values.shape, examples: count)
    }
    if let example = values.exampleNotFinite { throw .notFinite(image: example) }
    self.inputs = inputs
    targets = .values(values)
    classes = nil
    teacherLogits = nil
  }

  /// The same examples with a teacher's outputs for them, as distillation needs.
  ///
  /// - Throws: `DatasetError` when counts differ or a logit is not a finite number.
  public func taught(by logits: Tensor) throws(DatasetError) -> Dataset {
    guard logits.shape.count >= 2, logits.shape[0] == count else {
      throw .values(shape: logits.shape, examples: count)
    }
    if let example = logits.exampleNotFinite { throw .notFinite(image: example) }
    return Dataset(inputs: inputs, targets: targets, classes: classes, teacherLogits: logits)
  }

  /// The number of examples.
  public var count: Int { inputs[0].shape[0] }

  /// The first input, which is the only one of most models.
  public var images: Tensor { inputs[0] }

  /// The labels, in row-major order; empty where the targets are values.
  public var labels: [Int] {
    if case .labels(let labels, _) = targets { labels } else { [] }
  }

  /// The examples at `positions`, copied in that order.
  ///
  /// - Precondition: each position is in `0..<count`.
  func batch(_ positions: ArraySlice<Int>) -> Batch {
    let targets: Targets =
      switch targets {
      case .values(let values): .values(values.gathered(positions))
      case .labels(let labels, let shape):
        .labels(labels.gathered(positions, size: shape.reduce(1, *)), shape: shape)
      }
    return Batch(
      inputs: inputs.map { $0.gathered(positions) }, targets: targets,
      teacherLogits: teacherLogits?.gathered(positions))
  }

  private init(inputs: [Tensor], targets: Targets, classes: Int?, teacherLogits: Tensor?) {
    self.inputs = inputs
    self.targets = targets
    self.classes = classes
    self.teacherLogits = teacherLogits
  }
}

/// What a model should say of examples.
public enum Targets: Sendable {
  /// Classes, as many as `shape` holds for each example.
  case labels([Int], shape: [Int])

  /// Values of the model's output shape: probabilities of classes, or any numbers.
  case values(Tensor)
}

/// The examples of one training step.
public struct Batch: Sendable {
  /// One tensor for each input of the model, each `[n, ...]`.
  public var inputs: [Tensor]

  /// What the model should say.
  public var targets: Targets

  /// A teacher's outputs, `[n, ...]`.
  public var teacherLogits: Tensor?

  /// Makes a batch; whether its parts fit together is checked when a model sees it.
  public init(inputs: [Tensor], targets: Targets, teacherLogits: Tensor? = nil) {
    self.inputs = inputs
    self.targets = targets
    self.teacherLogits = teacherLogits
  }

  /// The number of examples.
  public var count: Int { inputs.first?.shape.first ?? 0 }
}

private func exampleCount(_ inputs: [Tensor]) throws(DatasetError) -> Int {
  guard let first = inputs.first else { throw .noInputs }
  for input in inputs {
    guard input.shape.count >= 2, input.shape[0] == first.shape[0] else {
      throw .inputCounts(inputs.map(\.shape))
    }
    if let example = input.exampleNotFinite { throw .notFinite(image: example) }
  }
  return first.shape[0]
}

extension Tensor {
  /// The rows of the outermost axis at `positions`, copied in that order.
  fileprivate func gathered(_ positions: ArraySlice<Int>) -> Tensor {
    let size = shape[0] == 0 ? 0 : count / shape[0]
    var rows = Tensor(uninitialized: [positions.count] + shape.dropFirst())
    let out = rows.mutablePointer
    for (row, position) in positions.enumerated() {
      precondition((0..<shape[0]).contains(position))
      (out + row * size).update(from: pointer + position * size, count: size)
    }
    return rows
  }
}

extension [Int] {
  /// The groups of `size` elements at `positions`, in that order.
  fileprivate func gathered(_ positions: ArraySlice<Int>, size: Int) -> [Int] {
    size == 1 ? positions.map { self[$0] } : positions.flatMap { self[$0 * size..<($0 + 1) * size] }
  }
}
