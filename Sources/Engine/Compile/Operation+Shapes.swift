extension Operation {
  /// The shape of the result for inputs of the shapes `inputs`; all without the batch axis.
  func outputShape(for inputs: [[Int]], node: String) throws(GraphError) -> [Int] {
    let expected = inputCount
    guard expected.contains(inputs.count) else {
      throw .inputCount(node: node, expected: expected, actual: inputs.count)
    }
    let shape = try ShapeRule(node: node, kind: kind, inputs: inputs).result(of: self)
    guard elementCount(shape) != nil else { throw .tooLarge(node: node, shape: shape) }
    return shape
  }

  /// How many inputs the operation reads.
  var inputCount: ClosedRange<Int> {
    switch self {
    case .add, .multiply, .concatenate: 2...Int.max
    case .attention: 3...4
    case .gru, .lstm, .globalPool: 1...2
    default: 1...1
    }
  }
}

/// The product of a shape, or nil when it is beyond what one tensor of a graph may hold (2^28 elements)
/// or an extent is negative.
func elementCount(_ shape: [Int]) -> Int? {
  var product = 1
  for extent in shape {
    let (next, overflow) = product.multipliedReportingOverflow(by: extent)
    guard !overflow, extent >= 0, next <= 1 << 28 else { return nil }
    product = next
  }
  return product
}

/// The largest stride, window or number of hashes that makes sense; what is larger is a mistake.
let settingLimit = 1 << 12

/// Infers the result of one node and reports what does not fit.
private struct ShapeRule {
  let node: String
  let kind: String
  let inputs: [[Int]]

  private var input: [Int] { inputs[0] }
  private var last: Int { input[input.count - 1] }

  func result(of operation: Operation) throws(GraphError) -> [Int] {
    switch operation {
    case .dense(let weight, let bias):
      try check(weight, bias, axes: 2, inputs: last)
      return input.dropLast() + [weight.shape[1]]
    case .conv2D(let weight, let bias, let stride, let padding):
      try checkInput(axes: 3, "[height, width, channels]")
      try check(weight, bias, axes: 4, inputs: last)
      return try windows(weight.shape[..<2], stride, padding) + [weight.shape[3]]
    case .conv1D(let weight, let bias, let stride, let padding):
      try checkInput(axes: 2, "[length, features]")
      try check(weight, bias, axes: 3, inputs: last)
      return try windows(weight.shape[..<1], stride, padding) + [weight.shape[2]]
    case .depthwiseConv2D(let weight, let bias, let stride, let padding):
      try checkInput(axes: 3, "[height, width, channels]")
      guard weight.shape.count == 3, weight.shape[2] == last, weight.count > 0 else {
        throw misfit(weight)
      }
      try check(bias, is: [last])
      return try windows(weight.shape[..<2], stride, padding) + [last]
    case .convTranspose2D(let weight, let bias, let stride, let padding):
      try checkInput(axes: 3, "[height, width, channels]")
      try check(weight, bias, axes: 4, inputs: last)
      try check(stride, "stride")
      return (0..<2).map {
        padding.transposedExtent(input: input[$0], kernel: weight.shape[$0], stride: stride)
      } + [weight.shape[3]]

    case .batchNorm(let gamma, let beta, let mean, let variance, let epsilon):
      for vector in [gamma, beta, mean, variance] { try check(vector, is: [last]) }
      try check(epsilon: epsilon)
      return input
    case .layerNorm(let gamma, let beta, let epsilon):
      for vector in [gamma, beta] { try check(vector, is: [last]) }
      try check(epsilon: epsilon)
      return input
    case .activation, .softmax, .dropout:
      return input

    case .pool2D(_, let size, let stride):
      try checkInput(axes: 3, "[height, width, channels]")
      return try windows([size, size], stride, .valid) + [last]
    case .pool1D(_, let size, let stride):
      try checkInput(axes: 2, "[length, features]")
      return try windows([size], stride, .valid) + [last]
    case .globalPool:
      guard input.count == 3 || input.count == 2 else { throw fail("it pools images and sequences") }
      try checkMask(at: 1, length: input[0], ofSequence: input.count == 2)
      return [last]

    case .embedding(let table):
      try checkInput(axes: 1, "[length]")
      guard table.shape.count == 2, table.count > 0 else { throw misfit(table) }
      return [input[0], table.shape[1]]
    case .hashedEmbedding(let table, let hashes):
      try checkInput(axes: 1, "[length]")
      guard table.shape.count == 2, table.count > 0 else { throw misfit(table) }
      try check(hashes, "number of hashes")
      return [input[0], table.shape[1]]
    case .projection(let bits):
      try checkInput(axes: 1, "[length]")
      try check(bits, "number of bits")
      return [input[0], bits]
    case .paddingMask:
      try checkInput(axes: 1, "[length]")
      return input

    case .gru(let weight, let recurrent, let bias, let recurrentBias, let settings):
      let units = try checkRecurrent(weight, recurrent, gates: 3)
      for vector in [bias, recurrentBias] { try check(vector, is: [3 * units]) }
      return settings.returnsSequence ? [input[0], units] : [units]
    case .lstm(let weight, let recurrent, let bias, let settings):
      let units = try checkRecurrent(weight, recurrent, gates: 4)
      try check(bias, is: [4 * units])
      return settings.returnsSequence ? [input[0], units] : [units]
    case .attention(let heads, let scale):
      return try attention(heads: heads, scale: scale)

    case .add, .multiply:
      guard inputs.allSatisfy({ $0 == input }) else { throw fail("its inputs differ in shape") }
      return input
    case .concatenate:
      guard inputs.allSatisfy({ $0.dropLast() == input.dropLast() }) else {
        throw fail("its inputs differ before the last axis")
      }
      return input.dropLast() + [inputs.reduce(0) { $0 + $1[$1.count - 1] }]
    case .reshape(let shape):
      guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) == elementCount(input) else {
        throw fail("the shape \(shape) holds another number of elements")
      }
      return shape
    case .flatten:
      return [input.reduce(1, *)]
    }
  }

  private func attention(heads: Int, scale: Float) throws(GraphError) -> [Int] {
    guard inputs[..<3].allSatisfy({ $0.count == 2 }), inputs[0][1] == inputs[1][1],
      inputs[1][0] == inputs[2][0]
    else { throw fail("it needs q [lq, d], k [lk, d] and v [lk, dv]") }
    guard heads > 0, inputs[0][1] % heads == 0, inputs[2][1] % heads == 0 else {
      throw fail("\(heads) heads do not divide its features")
    }
    guard scale.isFinite else { throw fail("its scale is not finite") }
    try checkMask(at: 3, length: inputs[1][0], ofSequence: true)
    return [inputs[0][0], inputs[2][1]]
  }

  /// The extents that windows, `stride` apart, leave.
  private func windows(
    _ window: some Collection<Int>, _ stride: Int, _ padding: Padding
  ) throws(GraphError) -> [Int] {
    try check(stride, "stride")
    let extents = zip(input, window).map { extent, size in
      size > 0 ? padding.outputExtent(input: extent, kernel: size, stride: stride) : 0
    }
    guard extents.allSatisfy({ $0 > 0 }) else {
      throw .windowTooLarge(node: node, window: Array(window), input: input)
    }
    return extents
  }

  private func fail(_ reason: String) -> GraphError {
    .inputs(node: node, kind: kind, inputs: inputs, reason: reason)
  }

  private func misfit(_ parameter: Tensor) -> GraphError {
    .shapes(node: node, kind: kind, input: input, parameter: parameter.shape)
  }

  private func checkInput(axes: Int, _ shape: String) throws(GraphError) {
    guard input.count == axes else { throw fail("it needs an input \(shape)") }
  }

  private func check(_ setting: Int, _ name: String) throws(GraphError) {
    guard (1...settingLimit).contains(setting) else {
      throw fail("its \(name), \(setting), is not in 1...\(settingLimit)")
    }
  }

  private func check(epsilon: Float) throws(GraphError) {
    guard epsilon >= 0, epsilon.isFinite else {
      throw fail("its epsilon, \(epsilon), is negative or not finite")
    }
  }

  /// Checks a weight `[..., inputs, outputs]` and a bias `[outputs]`.
  private func check(_ weight: Tensor, _ bias: Tensor?, axes: Int, inputs: Int) throws(GraphError) {
    guard weight.shape.count == axes, weight.count > 0, weight.shape[axes - 2] == inputs else {
      throw misfit(weight)
    }
    try check(bias, is: [weight.shape[axes - 1]])
  }

  private func check(_ vector: Tensor?, is shape: [Int]) throws(GraphError) {
    guard let vector, vector.shape != shape else { return }
    throw misfit(vector)
  }

  /// The number of units of a recurrent operation with fitting weights and mask.
  private func checkRecurrent(_ weight: Tensor, _ recurrent: Tensor, gates: Int) throws(GraphError) -> Int {
    try checkInput(axes: 2, "[length, features]")
    guard recurrent.shape.count == 2, recurrent.count > 0, recurrent.shape[1] == gates * recurrent.shape[0]
    else { throw misfit(recurrent) }
    guard weight.shape == [last, recurrent.shape[1]] else { throw misfit(weight) }
    try checkMask(at: 1, length: input[0], ofSequence: true)
    return recurrent.shape[0]
  }

  private func checkMask(at index: Int, length: Int, ofSequence isSequence: Bool) throws(GraphError) {
    guard inputs.count > index else { return }
    guard isSequence, inputs[index] == [length] else { throw fail("its mask must be [length] of a sequence") }
  }
}
