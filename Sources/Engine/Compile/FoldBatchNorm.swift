extension Graph {
  /// Merges each batch normalization into the convolution or dense layer before it.
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
      switch operations[source] {
      case .conv2D(let weight, let bias, let stride, let padding):
        operations[source] = .conv2D(
          weight: weight.scaled(by: factor), bias: fold(bias, factor, offset), stride: stride,
          padding: padding)
      case .dense(let weight, let bias):
        operations[source] = .dense(weight: weight.scaled(by: factor), bias: fold(bias, factor, offset))
      default: continue
      }
      removed[index] = source
    }
    return rebuilt(operations: operations, removing: removed)
  }

  /// Leaves out dropout, which does nothing in inference, and nodes whose results nobody reads.
  public func removingInert() -> Graph {
    var removed: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      if case .dropout = node.operation { removed[index] = node.inputs[0] }
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

private func fold(_ bias: Tensor?, _ factor: [Float], _ offset: [Float]) -> Tensor {
  let values = offset.indices.map { offset[$0] + (bias?[$0] ?? 0) * factor[$0] }
  return Tensor(shape: [values.count], values: values)
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
