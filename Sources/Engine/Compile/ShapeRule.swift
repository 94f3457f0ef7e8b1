/// Infers the shape of one result and reports what does not fit: for graphs that a program builds and for layers
/// that a file describes.
///
/// Every number is bounded, as files may lie.
struct ShapeRule {
  /// The name of the node or layer.
  let node: String

  /// What it is called in messages.
  let kind: String

  /// The shapes of its inputs, without the batch axis.
  let inputs: [[Int]]

  /// The shapes of its parameters.
  let parameters: [[Int]]

  /// The shape of the result, without the batch axis.
  func result(of operation: LayerKind) throws(GraphError) -> [Int] {
    let expected = operation.inputCount
    guard expected.contains(inputs.count) else {
      throw .inputCount(node: node, expected: expected, actual: inputs.count)
    }
    for shape in parameters {
      guard let count = elementCount(shape), count > 0 else { throw misfit(shape) }
    }
    let shape = try uncheckedResult(of: operation)
    guard elementCount(shape) != nil else { throw .tooLarge(node: node, shape: shape) }
    return shape
  }

  private var input: [Int] { inputs[0] }
  private var last: Int { input[input.count - 1] }

  private func uncheckedResult(of operation: LayerKind) throws(GraphError) -> [Int] {
    switch operation {
    case .dense:
      let outputs = try checkWeight(axes: 2)
      return input.dropLast() + [outputs]
    case .conv2D(let stride, let padding):
      try checkInput(axes: 3, "[height, width, channels]")
      let outputs = try checkWeight(axes: 4)
      return try windows(parameters[0][..<2], stride, padding) + [outputs]
    case .conv1D(let stride, let padding):
      try checkInput(axes: 2, "[length, features]")
      let outputs = try checkWeight(axes: 3)
      return try windows(parameters[0][..<1], stride, padding) + [outputs]
    case .depthwiseConv2D(let stride, let padding):
      try checkInput(axes: 3, "[height, width, channels]")
      guard parameters[0].count == 3, parameters[0][2] == last else { throw misfit(parameters[0]) }
      try checkVectors(from: 1, count: last)
      return try windows(parameters[0][..<2], stride, padding) + [last]
    case .convTranspose2D(let stride, let padding):
      try checkInput(axes: 3, "[height, width, channels]")
      let outputs = try checkWeight(axes: 4)
      try check(stride, "stride")
      return (0..<2).map {
        padding.transposedExtent(input: input[$0], kernel: parameters[0][$0], stride: stride)
      } + [outputs]

    case .scale, .layerNorm:
      try checkVectors(from: 0, count: last)
      if case .layerNorm(let epsilon) = operation { try check(epsilon: epsilon) }
      return input
    case .activation, .softmax, .quantize, .dequantize:
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

    case .embedding, .hashedEmbedding:
      try checkInput(axes: 1, "[length]")
      guard parameters[0].count == 2 else { throw misfit(parameters[0]) }
      if case .hashedEmbedding(let hashes) = operation { try check(hashes, "number of hashes") }
      return [input[0], parameters[0][1]]
    case .projection(let bits):
      try checkInput(axes: 1, "[length]")
      try check(bits, "number of bits")
      return [input[0], bits]
    case .paddingMask:
      try checkInput(axes: 1, "[length]")
      return input

    case .gru(let recurrence): return try recurrent(gates: 3, recurrence)
    case .lstm(let recurrence): return try recurrent(gates: 4, recurrence)
    case .attention(let heads, let scale): return try attention(heads: heads, scale: scale)

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
    }
  }

  private func recurrent(gates: Int, _ recurrence: Recurrence) throws(GraphError) -> [Int] {
    try checkInput(axes: 2, "[length, features]")
    let recurrent = parameters[1]
    guard recurrent.count == 2, recurrent[1] == gates * recurrent[0] else { throw misfit(recurrent) }
    guard parameters[0] == [last, recurrent[1]] else { throw misfit(parameters[0]) }
    try checkVectors(from: 2, count: recurrent[1])
    try checkMask(at: 1, length: input[0], ofSequence: true)
    return recurrence.returnsSequence ? [input[0], recurrent[0]] : [recurrent[0]]
  }

  private func attention(heads: Int, scale: Float) throws(GraphError) -> [Int] {
    guard inputs[..<3].allSatisfy({ $0.count == 2 }), inputs[0][1] == inputs[1][1],
      inputs[1][0] == inputs[2][0]
    else { throw fail("it needs q [lq, d], k [lk, d] and v [lk, dv]") }
    guard heads > 0, inputs[0][1] % heads == 0, inputs[2][1] % heads == 0 else {
      throw fail("\(heads) heads do not divide its features")
    }
    guard scale > 0, scale.isFinite else { throw fail("its scale, \(scale), is not positive and finite") }
    try checkMask(at: 3, length: inputs[1][0], ofSequence: true)
    return [inputs[0][0], inputs[2][1]]
  }

  /// The extents that windows, `stride` apart, leave.
  private func windows(
    _ window: some Collection<Int>, _ stride: Int, _ padding: Padding
  ) throws(GraphError) -> [Int] {
    try check(stride, "stride")
    let extents = zip(input, window).map { extent, size in
      (1...settingLimit).contains(size)
        ? padding.outputExtent(input: extent, kernel: size, stride: stride) : 0
    }
    guard extents.allSatisfy({ $0 > 0 }) else {
      throw .windowTooLarge(node: node, window: Array(window), input: input)
    }
    return extents
  }

  private func fail(_ reason: String) -> GraphError {
    .inputs(node: node, kind: kind, inputs: inputs, reason: reason)
  }

  private func misfit(_ shape: [Int]) -> GraphError {
    .shapes(node: node, kind: kind, input: input, parameter: shape)
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

  /// The outputs of a weight `[..., inputs, outputs]`; a bias must be `[outputs]`.
  private func checkWeight(axes: Int) throws(GraphError) -> Int {
    guard parameters[0].count == axes, parameters[0][axes - 2] == last else { throw misfit(parameters[0]) }
    try checkVectors(from: 1, count: parameters[0][axes - 1])
    return parameters[0][axes - 1]
  }

  private func checkVectors(from first: Int, count: Int) throws(GraphError) {
    for shape in parameters[first...] where shape != [count] { throw misfit(shape) }
  }

  private func checkMask(at index: Int, length: Int, ofSequence isSequence: Bool) throws(GraphError) {
    guard inputs.count > index else { return }
    guard isSequence, inputs[index] == [length] else {
      throw fail("its mask must be [length] of a sequence")
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

/// The largest stride, window, or number of hashes or bits that makes sense; what is larger is a mistake.
let settingLimit = 1 << 12
