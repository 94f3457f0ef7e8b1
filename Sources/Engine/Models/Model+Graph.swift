extension Model {
  /// The model as data, with its present parameters, ready to be compiled for inference.
  ///
  /// - Throws: `GraphError` when a layer's result is too large for a graph.
  public func graph() throws(GraphError) -> Graph {
    var graph = try Graph(inputs: inputShapes)
    var nodes: [Int] = []
    for layer in layers {
      var inputs: [Int] = []
      for source in layer.inputs {
        switch source {
        case .input(let number): inputs.append(Graph.input(number))
        case .layer(let index): inputs.append(nodes[index])
        }
      }
      nodes.append(
        try layer.layer.append(
          to: &graph, reading: inputs, parameters: layer.parameters, name: layer.name))
    }
    return graph
  }
}
