@testable import Engine

/// Reproducible numbers for tests (splitmix64).
struct TestNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    let share = Float(next() >> 40) / Float(1 << 24)
    return range.lowerBound + (range.upperBound - range.lowerBound) * share
  }

  mutating func tensor(_ shape: [Int], in range: ClosedRange<Float> = -1...1) -> Tensor {
    Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in uniform(range) })
  }

  mutating func integers(_ count: Int, in range: ClosedRange<Int>) -> [Int] {
    (0..<count).map { _ in range.lowerBound + Int(next() % UInt64(range.count)) }
  }
}

/// The network of the book's chapter 2 with random parameters.
func digitGraph(seed: UInt64 = 1) throws -> Graph {
  var numbers = TestNumbers(seed: seed)
  var graph = try Graph(input: [28, 28, 1])
  try graph.appendBlock(1, inputs: 1, outputs: 32, numbers: &numbers)
  try graph.appendBlock(2, inputs: 32, outputs: 64, numbers: &numbers)
  try graph.append(.flatten, name: "flatten_1")
  try graph.append(.dropout, name: "dropout_1")
  try graph.append(
    .dense(weight: numbers.tensor([1600, 10], in: -0.06...0.06), bias: numbers.tensor([10])), name: "dense_1")
  return graph
}

extension Graph {
  fileprivate mutating func appendBlock(
    _ number: Int, inputs: Int, outputs: Int, numbers: inout TestNumbers
  ) throws {
    let bound = (6 / Float(9 * (inputs + outputs))).squareRoot()
    let weight = numbers.tensor([3, 3, inputs, outputs], in: -bound...bound)
    try append(
      .conv2D(weight: weight, bias: numbers.tensor([outputs]), stride: 1, padding: .valid),
      name: "conv2d_\(number)")
    try append(numbers.batchNorm(outputs), name: "batchNorm_\(number)")
    try append(.relu, name: "relu_\(number)")
    try append(.maxPool2D(size: 2), name: "maxPool2D_\(number)")
  }
}

extension TestNumbers {
  mutating func batchNorm(_ channels: Int) -> Engine.Operation {
    // Gamma of either sign: a negative factor turns the order around, which pooling must respect.
    .batchNorm(
      gamma: tensor([channels], in: -1.5...1.5), beta: tensor([channels]), mean: tensor([channels]),
      variance: tensor([channels], in: 0.1...2), epsilon: 1e-3)
  }
}

/// TensorFlow: the smaller half of `(ceil(input / stride) - 1) * stride + kernel - input` comes first.
func samePadding(_ input: Int, _ kernel: Int, _ stride: Int) -> Int {
  max(0, ((input + stride - 1) / stride - 1) * stride + kernel - input) / 2
}

func naiveMap<Element>(_ shape: [Int], _ body: (Int, Int, Int) -> Element) -> [Element] {
  var result: [Element] = []
  for y in 0..<shape[0] { for x in 0..<shape[1] { for c in 0..<shape[2] { result.append(body(y, x, c)) } } }
  return result
}

func naiveWindow(_ size: Int) -> [(Int, Int)] {
  (0..<size).flatMap { y in (0..<size).map { (y, $0) } }
}

/// Squared error relative to the squared size of what is expected.
func normalizedError(_ actual: [Float], _ expected: [Double]) -> Double {
  precondition(actual.count == expected.count)
  let error = zip(actual, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
  return error / max(expected.reduce(0) { $0 + $1 * $1 }, 1e-30)
}

extension Program {
  /// The results of the loop that takes values as they are, for one example.
  func uncheckedLogits(for values: [Float]) -> [Float] {
    var results = [Float](repeating: 7, count: outputShape.reduce(1, *))
    let context = Context(self)
    values.withUnsafeBufferPointer { values in
      results.withUnsafeMutableBufferPointer { context.infer(values, into: $0) }
    }
    return results
  }
}
