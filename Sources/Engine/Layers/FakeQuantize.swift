/// Rounds what passes to the 256 real numbers that 8-bit integers will stand for, as a program will.
///
/// Their range is a pair of moving averages of each batch's smallest and largest value, which start at the first
/// batch: `average = momentum * average + (1 - momentum) * batch`. Before training, nothing is rounded. The gradient
/// passes where the value lies in the range (Jacob et al., "Quantization and Training of Neural Networks for
/// Efficient Integer-Arithmetic-Only Inference", 2018).
///
/// Where the range is known beforehand, as that of a softmax, it is not learned.
///
/// Parameter, not trained: `range` `[2]`, at first empty, its low end above its high end; none if the range is known.
public struct FakeQuantize: Layer {
  /// The name of the kind.
  public static let kind = "fakeQuantize"

  /// How much of a moving average stays at each step.
  public let momentum: Float

  /// The range, where it is known beforehand.
  let range: ClosedRange<Float>?

  /// Makes a layer that learns the range.
  public init(momentum: Float = 0.99) {
    self.momentum = momentum
    range = nil
  }

  /// Makes a layer that rounds to the integers of a known quantization.
  init(_ quantization: AffineParameters) {
    momentum = 0
    range = quantization.dequantize(-128)...quantization.dequantize(127)
  }

  /// The shape of the one input.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    guard inputs.count == 1 else { throw .inputCount(name: name, expected: 1, actual: inputs.count) }
    guard (0...1).contains(momentum) else {
      throw .layer(name: name, input: inputs[0], reason: "the momentum (\(momentum)) must lie in 0...1")
    }
    return inputs[0]
  }

  /// `range`, if it is learned.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    range == nil
      ? [Parameter("\(name)/range", Tensor(shape: [2], values: [0, -1]), isTrainable: false)] : []
  }

  /// The rounded batch; in training, also updates the range.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    let x = inputs[0]
    if tape.isTraining, range == nil { update(parameters[0], with: x.value) }
    guard let range = learnedRange(parameters) else { return x }
    return tape.fakeQuantize(
      x, low: Variable(Tensor(shape: [1], repeating: range.lowerBound)),
      high: Variable(Tensor(shape: [1], repeating: range.upperBound)))
  }

  /// Nothing: a program rounds by itself.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int { inputs[0] }

  /// The range, once it is known.
  func learnedRange(_ parameters: [Parameter]) -> ClosedRange<Float>? {
    if let range { return range }
    let ends = parameters[0].value
    return ends[0] <= ends[1] ? ends[0]...ends[1] : nil
  }

  private func update(_ range: Parameter, with batch: Tensor) {
    let extremes = batch.withUnsafeBuffer { Extremes(of: $0) }
    guard extremes.isFinite, batch.count > 0 else { return }  // the loss will not be finite either
    let values = [extremes.low, extremes.high]
    guard let old = learnedRange([range]) else {
      return range.value = Tensor(shape: [2], values: values)
    }
    range.value = Tensor(
      shape: [2],
      values: zip([old.lowerBound, old.upperBound], values).map { momentum * $0 + (1 - momentum) * $1 })
  }
}
