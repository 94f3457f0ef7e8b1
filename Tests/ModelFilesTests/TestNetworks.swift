import Engine

/// Reproducible tensors (a linear congruential generator; only variety matters here).
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  /// One of some values.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next()) % values.count] }

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

/// Two inputs, token ids and an image, and a layer of every kind that `varietyGraph` lacks.
func everythingGraph() throws -> Graph {
  var n = Numbers(seed: 7)
  var graph = try Graph(inputs: [[5], [6, 6, 2]])
  let (ids, image) = (Graph.input(0), Graph.input(1))
  func append(_ operation: Engine.Operation, _ inputs: Int...) throws -> Int {
    try graph.append(operation, name: "layer\(graph.nodes.count)", inputs: inputs)
  }
  let mask = try append(.paddingMask, ids)
  let words = try append(
    .concatenate, append(.embedding(table: n.tensor([9, 3])), ids),
    append(.hashedEmbedding(table: n.tensor([7, 3]), hashes: 2), ids), append(.projection(bits: 2), ids))
  let normal = try append(.layerNorm(gamma: n.tensor([8]), beta: n.tensor([8]), epsilon: 1e-3), words)
  let attended = try append(
    .add, normal, append(.attention(heads: 2, scale: 0.5), normal, normal, normal, mask))
  let states = try append(
    .gru(
      weight: n.tensor([8, 9]), recurrent: n.tensor([3, 9]), bias: n.tensor([9]),
      recurrentBias: n.tensor([9]),
      Recurrence(returnsSequence: true)), attended, mask)
  let last = try append(
    .lstm(
      weight: n.tensor([3, 8]), recurrent: n.tensor([2, 8]), bias: n.tensor([8]), Recurrence(reversed: true)),
    states, mask)
  let windows = try append(
    .pool1D(.max, size: 2, stride: 1),
    append(.conv1D(weight: n.tensor([3, 3, 2]), bias: n.tensor([2]), stride: 1, padding: .same), states))
  let text = try append(.multiply, last, append(.globalPool(.average), windows))
  let depthwise = try append(
    .activation(.relu6),
    append(.depthwiseConv2D(weight: n.tensor([3, 3, 2]), bias: nil, stride: 2, padding: .same), image))
  let wide = try append(
    .activation(.silu),
    append(
      .convTranspose2D(weight: n.tensor([3, 3, 2, 4]), bias: nil, stride: 2, padding: .valid), depthwise))
  let pooled = try append(.pool2D(.average, size: 3, stride: 2), wide)
  let row = try append(.globalPool(.max), append(.reshape([3, 3, 4]), pooled))
  _ = try append(
    .softmax, append(.dense(weight: n.tensor([6, 3]), bias: n.tensor([3])), append(.concatenate, text, row)))
  return graph
}

/// Values for `count` examples of each input of a graph; those of a vector are token ids.
func examples(_ count: Int, of graph: Graph, seed: UInt64) -> [Tensor] {
  var numbers = Numbers(seed: seed)
  return graph.inputs.map { shape in
    let tensor = numbers.tensor([count] + shape)
    guard shape.count == 1 else { return tensor }
    return Tensor(shape: tensor.shape, values: tensor.values.map { (4 + 4 * $0).rounded() })
  }
}

/// A program of each arithmetic from a graph.
func programs(_ graph: Graph) throws -> [Program] {
  let images = examples(4, of: graph, seed: 3)
  return [
    try graph.compiled(),
    try graph.quantized(calibration: images),
    try graph.quantized(calibration: images, weights: .perTensor),
    try graph.compiled { _, weight in try QuantizedTensor(weight, bits: 4) },
    try graph.compiled { _, weight in try QuantizedTensor(weight, bits: 3, granularity: .perTensor) },
    try graph.dynamicallyQuantized(),
    try graph.quantized(calibration: images, weightBits: 4, except: ["dense", "dense_1", "layer4"]),
  ]
}
