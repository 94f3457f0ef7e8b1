extension Graph {
  /// Joins each product with the ReLU and max pooling behind it into one kernel call.
  ///
  /// Both are taken in any order, because the maximum and a clamp commute. A result that several nodes read is
  /// kept, so fusion stops there. What has no product before it becomes a call of its own. The last layer gives
  /// the output of the graph.
  ///
  /// Every node must contribute to the output, as `removingInert` sees to; fold batch normalization first.
  func fused() -> [FusedLayer] {
    var layers: [FusedLayer] = []
    var layerOfNode: [Int: Int] = [:]

    for (index, node) in nodes.enumerated() where layerOfNode[index] == nil {
      var layer = lowered(node)
      layer.inputs = node.inputs.map { $0 < 0 ? $0 : layerOfNode[$0]! }
      var last = index
      while last != output, let next = onlyReader(of: last), layer.absorb(nodes[next]) {
        last = next
        layerOfNode[last] = layers.count
      }
      layerOfNode[index] = layers.count
      layers.append(layer)
    }
    return layers
  }

  /// A node as a layer of its own.
  private func lowered(_ node: Node) -> FusedLayer {
    var (kind, parameters) = node.operation.layer(for: node.inputs.map(shape))
    if case .batchNorm(let gamma, let beta, let mean, let variance, let epsilon) = node.operation {
      let (factor, offset) = batchNormAffine(
        gamma: gamma, beta: beta, mean: mean, variance: variance, epsilon: epsilon)
      parameters = [Tensor(shape: gamma.shape, values: factor), Tensor(shape: beta.shape, values: offset)]
    }
    if kind.isProduct, parameters.count == 1 { parameters.append(Tensor(shape: [node.shape.last!])) }
    return FusedLayer(
      name: node.name, absorbed: node.absorbed, kind: kind, inputs: [],
      parameters: parameters.map(FusedLayer.Parameter.float))
  }

  private func onlyReader(of index: Int) -> Int? {
    let readers = readers(of: index)
    return readers.count == 1 ? readers[0] : nil
  }
}

extension FusedLayer {
  /// Takes a following node into the layer, if its kernel computes it along the way.
  fileprivate mutating func absorb(_ node: Node) -> Bool {
    switch node.operation {
    case .activation(let function) where canClamp(to: function): clamp = function
    case .pool2D(.max, let size, let stride) where size == stride && pool.isTrivial:
      guard case .conv2D = kind else { return false }
      pool = PoolWindow(height: size, width: size)
    case .pool1D(.max, let size, let stride) where size == stride && pool.isTrivial:
      guard case .conv1D = kind else { return false }
      pool = PoolWindow(height: 1, width: size)
    default: return false
    }
    absorbed.append(node.name)
    return true
  }

  private func canClamp(to function: Activation) -> Bool {
    guard clamp == nil else { return false }
    return switch function {
    case .relu: kind.isProduct || kind == .scale || kind == .add || kind == .multiply
    case .relu6: kind.isProduct
    default: false
    }
  }
}
