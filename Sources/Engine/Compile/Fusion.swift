extension Graph {
  /// Joins each convolution or dense layer with the ReLU and max pooling behind it into one kernel call.
  ///
  /// Both are taken in any order, because the maximum and ReLU commute. A result that several nodes read is
  /// kept, so fusion stops there. Flatten moves no data: it disappears. What has no layer before it becomes
  /// a call of its own. The last layer gives the output of the graph.
  ///
  /// Every node must contribute to the output, as `removingInert` sees to; fold batch normalization first.
  func fused() -> [FusedLayer] {
    var layers: [FusedLayer] = []
    var layerOfNode = [Graph.inputIndex: Graph.inputIndex]

    for (index, node) in nodes.enumerated() where layerOfNode[index] == nil {
      let input = layerOfNode[node.inputs[0]]!
      guard let (kind, parameters) = node.operation.layer else {
        layerOfNode[index] = input
        continue
      }
      var relu = false
      var pool = 1
      var absorbed = node.absorbed
      node.operation.join(relu: &relu, pool: &pool)

      var last = index
      while last != output, let next = readers(of: last).first, readers(of: last).count == 1,
        nodes[next].operation.canJoin(kind, pool: pool)
      {
        nodes[next].operation.join(relu: &relu, pool: &pool)
        if case .flatten = nodes[next].operation {} else { absorbed.append(nodes[next].name) }
        last = next
        layerOfNode[last] = layers.count
      }
      layerOfNode[index] = layers.count
      layers.append(
        FusedLayer(
          name: node.name, absorbed: absorbed, kind: kind, input: input, parameters: parameters, relu: relu,
          pool: pool))
    }
    return layers
  }
}

extension Operation {
  /// The layer that the operation begins; nil when it computes nothing.
  fileprivate var layer: (FusedLayer.Kind, FusedLayer.Parameters)? {
    switch self {
    case .conv2D(let weight, let bias, let stride, let padding):
      let bias = bias ?? Tensor(shape: [weight.shape[3]])
      return (.conv2D(stride: stride, padding: padding), .float(weight: weight, bias: bias))
    case .dense(let weight, let bias):
      return (.dense, .float(weight: weight, bias: bias ?? Tensor(shape: [weight.shape[1]])))
    case .batchNorm(let gamma, let beta, let mean, let variance, let epsilon):
      let (factor, offset) = batchNormAffine(
        gamma: gamma, beta: beta, mean: mean, variance: variance, epsilon: epsilon)
      return (
        .scale,
        .float(
          weight: Tensor(shape: gamma.shape, values: factor), bias: Tensor(shape: beta.shape, values: offset))
      )
    case .activation, .pool2D: return (.elementwise, .none)
    default: return nil
    }
  }

  fileprivate func join(relu: inout Bool, pool: inout Int) {
    switch self {
    case .activation(.relu): relu = true
    case .pool2D(.max, let size, let stride) where size == stride: pool *= size
    default: break
    }
  }

  fileprivate func canJoin(_ kind: FusedLayer.Kind, pool: Int) -> Bool {
    switch self {
    case .activation(.relu), .flatten: return true
    case .pool2D(.max, let size, let stride) where size == stride:
      if size == 1 { return true }
      if case .conv2D = kind { return pool == 1 }
      return kind == .elementwise && pool == 1
    default: return false
    }
  }
}
