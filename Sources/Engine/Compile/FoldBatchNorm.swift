extension Graph {
  /// Merges each batch normalization into the product before it: a convolution of any kind or a dense layer.
  ///
  /// In inference a batch normalization is a fixed factor and offset per channel, which the layer before it
  /// can apply through its own parameters:
  /// `w' = gamma * w / sqrt(variance + epsilon)`, `b' = beta + (b - mean) * gamma / sqrt(variance + epsilon)`.
  /// One that follows anything else, or a result that others read too, stays.
  public func foldingBatchNorm() -> Graph {
    var operations = nodes.map(\.operation)
    var removed: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      guard case .batchNorm(let gamma, let beta, let mean, let variance, let epsilon) = node.operation,
        case let source = node.inputs[0], source >= 0, readers(of: source) == [index], source != output
      else { continue }
      let (factor, offset) = batchNormAffine(
        gamma: gamma, beta: beta, mean: mean, variance: variance, epsilon: epsilon)
      guard let folded = operations[source].scaled(by: factor, offset: offset) else { continue }
      operations[source] = folded
      removed[index] = source
    }
    return rebuilt(operations: operations, removing: removed)
  }

  /// Leaves out what does nothing in inference (dropout, reshapes to the same shape), and nodes whose results
  /// nobody reads.
  public func removingInert() -> Graph {
    var removed: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      switch node.operation {
      case .dropout: removed[index] = node.inputs[0]
      case .flatten where node.shape == shape(of: node.inputs[0]),
        .reshape where node.shape == shape(of: node.inputs[0]):
        removed[index] = node.inputs[0]
      default: break
      }
    }
    return rebuilt(operations: nodes.map(\.operation), removing: removed)
  }
}

/// A batch normalization in inference as one factor and one offset per channel.
func batchNormAffine(
  gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor, epsilon: Float
) -> (factor: [Float], offset: [Float]) {
  let factor = gamma.values.indices.map { gamma[$0] / (variance[$0] + epsilon).squareRoot() }
  return (factor, factor.indices.map { beta[$0] - mean[$0] * factor[$0] })
}

extension Operation {
  /// The product with each output multiplied by its factor and moved by its offset; nil for what is no product.
  fileprivate func scaled(by factor: [Float], offset: [Float]) -> Operation? {
    /// The outputs of every weight are its last axis.
    func fold(_ weight: Tensor, _ bias: Tensor?) -> (Tensor, Tensor) {
      let biases = offset.indices.map { offset[$0] + (bias?[$0] ?? 0) * factor[$0] }
      return (weight.scaled(by: factor), Tensor(shape: [biases.count], values: biases))
    }
    switch self {
    case .dense(let weight, let bias):
      let (weight, bias) = fold(weight, bias)
      return .dense(weight: weight, bias: bias)
    case .conv2D(let weight, let bias, let stride, let padding):
      let (weight, bias) = fold(weight, bias)
      return .conv2D(weight: weight, bias: bias, stride: stride, padding: padding)
    case .conv1D(let weight, let bias, let stride, let padding):
      let (weight, bias) = fold(weight, bias)
      return .conv1D(weight: weight, bias: bias, stride: stride, padding: padding)
    case .depthwiseConv2D(let weight, let bias, let stride, let padding):
      let (weight, bias) = fold(weight, bias)
      return .depthwiseConv2D(weight: weight, bias: bias, stride: stride, padding: padding)
    case .convTranspose2D(let weight, let bias, let stride, let padding):
      let (weight, bias) = fold(weight, bias)
      return .convTranspose2D(weight: weight, bias: bias, stride: stride, padding: padding)
    default: return nil
    }
  }
}

extension Tensor {
  /// Multiplies each index of the last axis by its factor.
  fileprivate func scaled(by factor: [Float]) -> Tensor {
    var result = self
    result.withUnsafeMutableBuffer { elements in
      for index in elements.indices { elements[index] *= factor[index % factor.count] }
    }
    return result
  }
}
