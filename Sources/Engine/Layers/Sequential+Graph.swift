extension Sequential {
  /// The model as data, with its present parameters, ready to be compiled for inference.
  ///
  /// - Throws: `GraphError` when a layer's result is too large for a graph.
  public func graph() throws(GraphError) -> Graph {
    var graph = try Graph(input: inputShape)
    for layer in layers {
      try graph.append(layer.layer.operation(parameters: layer.parameters), name: layer.name)
    }
    return graph
  }
}
