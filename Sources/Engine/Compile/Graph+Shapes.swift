extension Operation {
  /// The kind of the operation, as lessons and error messages name it.
  public var kind: String {
    switch self {
    case .conv2D: "conv2D"
    case .batchNorm: "batchNorm"
    case .relu: "relu"
    case .maxPool2D: "maxPool2D"
    case .flatten: "flatten"
    case .dropout: "dropout"
    case .dense: "dense"
    }
  }

  /// How many numbers the operation stores.
  public var parameterCount: Int {
    switch self {
    case .conv2D(let weight, let bias, _, _), .dense(let weight, let bias):
      weight.count + (bias?.count ?? 0)
    case .batchNorm(let gamma, let beta, let mean, let variance, _):
      gamma.count + beta.count + mean.count + variance.count
    case .relu, .maxPool2D, .flatten, .dropout: 0
    }
  }

  /// The shape of the result for an input of shape `input`; both without the batch axis.
  func outputShape(for input: [Int], node: String) throws(GraphError) -> [Int] {
    let shape = try uncheckedOutputShape(for: input, node: node)
    guard elementCount(shape) != nil else { throw GraphError.tooLarge(node: node, shape: shape) }
    return shape
  }

  private func uncheckedOutputShape(for input: [Int], node: String) throws(GraphError) -> [Int] {
    switch self {
    case .conv2D(let weight, let bias, let stride, let padding):
      guard input.count == 3, weight.shape.count == 4, weight.count > 0, stride > 0,
        weight.shape[2] == input[2]
      else {
        throw GraphError.shapes(node: node, kind: kind, input: input, parameter: weight.shape)
      }
      try check(bias, is: [weight.shape[3]], input: input, node: node)
      let height = padding.outputExtent(input: input[0], kernel: weight.shape[0], stride: stride)
      let width = padding.outputExtent(input: input[1], kernel: weight.shape[1], stride: stride)
      guard height > 0, width > 0 else {
        throw GraphError.windowTooLarge(node: node, window: Array(weight.shape[..<2]), input: input)
      }
      return [height, width, weight.shape[3]]

    case .batchNorm(let gamma, let beta, let mean, let variance, _):
      for vector in [gamma, beta, mean, variance] {
        try check(vector, is: [input[input.count - 1]], input: input, node: node)
      }
      return input

    case .maxPool2D(let size):
      guard input.count == 3, size > 0, input[0] >= size, input[1] >= size else {
        throw GraphError.windowTooLarge(node: node, window: [size, size], input: input)
      }
      return [input[0] / size, input[1] / size, input[2]]

    case .dense(let weight, let bias):
      guard input.count == 1, weight.shape.count == 2, weight.count > 0, weight.shape[0] == input[0] else {
        throw GraphError.shapes(node: node, kind: kind, input: input, parameter: weight.shape)
      }
      try check(bias, is: [weight.shape[1]], input: input, node: node)
      return [weight.shape[1]]

    case .relu, .dropout: return input
    case .flatten: return [input.reduce(1, *)]
    }
  }

  private func check(
    _ vector: Tensor?, is shape: [Int], input: [Int], node: String
  ) throws(GraphError) {
    guard let vector, vector.shape != shape else { return }
    throw GraphError.shapes(node: node, kind: kind, input: input, parameter: vector.shape)
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
