import Engine

/// Reproducible tensors (a linear congruential generator; only variety matters here).
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  mutating func tensor(_ shape: [Int], in range: ClosedRange<Float> = -1...1) -> Tensor {
    let width = range.upperBound - range.lowerBound
    let values = (0..<shape.reduce(1, *)).map { _ in
      range.lowerBound + width * Float(next() & 0xFFFF) / 0xFFFF
    }
    return Tensor(shape: shape, values: values)
  }
}

/// The network of the book's chapter 2 with random parameters.
func digitGraph() throws -> Graph {
  var numbers = Numbers(seed: 1)
  var graph = try Graph(input: [28, 28, 1])
  for (block, (inputs, outputs)) in [(1, 32), (32, 64)].enumerated() {
    let weight = numbers.tensor([3, 3, inputs, outputs], in: -0.2...0.2)
    let number = block + 1
    try graph.append(
      .conv2D(weight: weight, bias: numbers.tensor([outputs]), stride: 1, padding: .valid),
      name: "conv2d_\(number)")
    try graph.append(numbers.batchNorm(outputs), name: "batchNorm_\(number)")
    try graph.append(.relu, name: "relu_\(number)")
    try graph.append(.maxPool2D(size: 2), name: "maxPool2D_\(number)")
  }
  try graph.append(.flatten, name: "flatten_1")
  try graph.append(.dropout, name: "dropout_1")
  try graph.append(
    .dense(weight: numbers.tensor([1600, 10], in: -0.1...0.1), bias: numbers.tensor([10])), name: "dense_1")
  return graph
}

/// A small network with one layer of every kind.
func varietyGraph() throws -> Graph {
  var numbers = Numbers(seed: 2)
  var graph = try Graph(input: [6, 5, 2])
  try graph.append(numbers.batchNorm(2), name: "norm")
  try graph.append(
    .conv2D(weight: numbers.tensor([3, 3, 2, 3]), bias: nil, stride: 2, padding: .same), name: "conv")
  try graph.append(.relu, name: "relu")
  try graph.append(numbers.batchNorm(3), name: "late")
  try graph.append(.maxPool2D(size: 2), name: "pool")
  try graph.append(.flatten, name: "flatten")
  try graph.append(.dense(weight: numbers.tensor([3, 4]), bias: numbers.tensor([4])), name: "dense")
  return graph
}

extension Numbers {
  mutating func batchNorm(_ channels: Int) -> Engine.Operation {
    .batchNorm(
      gamma: tensor([channels]), beta: tensor([channels]), mean: tensor([channels]),
      variance: tensor([channels], in: 0.1...2), epsilon: 1e-3)
  }
}

/// A program of each arithmetic from a graph.
func programs(_ graph: Graph) throws -> [Program] {
  var numbers = Numbers(seed: 3)
  return [
    try graph.compiled(),
    try graph.quantized(calibration: numbers.tensor([4] + graph.input)),
    try graph.quantized(calibration: numbers.tensor([4] + graph.input), weights: .perTensor),
    try graph.compiled { _, weight in try QuantizedTensor(weight, bits: 4) },
    try graph.compiled { _, weight in try QuantizedTensor(weight, bits: 3, granularity: .perTensor) },
  ]
}
