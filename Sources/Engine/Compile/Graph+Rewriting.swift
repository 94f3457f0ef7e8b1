extension Graph {
  /// The nodes that read a node, in order.
  func readers(of index: Int) -> [Int] {
    nodes.indices.filter { nodes[$0].inputs.contains(index) }
  }

  /// The same graph with other operations of unchanged result shapes, without the nodes in `removed` (each
  /// stands for one of its predecessors) and without nodes that the output does not depend on.
  func rebuilt(operations: [Operation], removing removed: [Int: Int]) -> Graph {
    func standIn(_ index: Int) -> Int {
      var index = index
      while let next = removed[index] { index = next }
      return index
    }
    var needed: Set<Int> = []
    var pending = [standIn(output)]
    while let index = pending.popLast() {
      guard index >= 0, needed.insert(index).inserted else { continue }
      pending += nodes[index].inputs.map(standIn)
    }
    var position: [Int: Int] = [:]
    var kept: [Node] = []
    for index in needed.sorted() {
      position[index] = kept.count
      let inputs = nodes[index].inputs.map { input in
        let source = standIn(input)
        return source < 0 ? source : position[source]!
      }
      let merged = nodes.indices.filter {
        removed[$0] != nil && standIn($0) == index && nodes[$0].isBatchNorm
      }
      kept.append(
        Node(
          name: nodes[index].name, operation: operations[index], inputs: inputs, shape: nodes[index].shape,
          absorbed: nodes[index].absorbed + merged.map { nodes[$0].name }))
    }
    let last = standIn(output)
    return Graph(inputs: inputs, checked: kept, output: last < 0 ? last : position[last]!)
  }
}

extension Node {
  fileprivate var isBatchNorm: Bool {
    if case .batchNorm = operation { true } else { false }
  }
}
