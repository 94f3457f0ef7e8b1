import Testing

@testable import Engine

@Suite struct CompileGraphTests {
  @Test func shapesAreInferred() throws {
    let graph = try digitGraph()
    let shapes = graph.nodes.map(\.shape)
    #expect(shapes.first == [26, 26, 32])
    #expect(shapes.last == [10])
    #expect(graph.nodes.first { $0.name == "flatten_1" }?.shape == [1600])
    #expect(graph.output == graph.nodes.count - 1)
  }

  @Test(arguments: [(Padding.valid, 2, [4, 5, 7]), (.same, 2, [5, 6, 7]), (.same, 3, [4, 4, 7])])
  func stridesAndPadding(padding: Padding, stride: Int, shape: [Int]) throws {
    var graph = try Graph(input: [10, 12, 3])
    let weight = Tensor(shape: [3, 3, 3, 7])
    try graph.append(.conv2D(weight: weight, bias: nil, stride: stride, padding: padding), name: "conv")
    #expect(graph.nodes[0].shape == shape)
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let graph = try Graph(input: [5, 5, 3])
    func error(_ operation: Engine.Operation, inputs: [Int]? = nil) throws -> GraphError {
      try #require(throws: GraphError.self) {
        var copy = graph
        try copy.append(operation, name: "node", inputs: inputs)
      }
    }
    let conv = Engine.Operation.conv2D(
      weight: Tensor(shape: [3, 3, 4, 2]), bias: nil, stride: 1, padding: .valid)
    #expect(
      try error(conv) == .shapes(node: "node", kind: "conv2D", input: [5, 5, 3], parameter: [3, 3, 4, 2]))
    let wide = Engine.Operation.conv2D(
      weight: Tensor(shape: [6, 6, 3, 2]), bias: nil, stride: 1, padding: .valid)
    #expect(try error(wide) == .windowTooLarge(node: "node", window: [6, 6], input: [5, 5, 3]))
    let dense = Engine.Operation.dense(weight: Tensor(shape: [75, 2]), bias: nil)
    #expect(try error(dense) == .shapes(node: "node", kind: "dense", input: [5, 5, 3], parameter: [75, 2]))
    #expect(
      try error(.maxPool2D(size: 6)) == .windowTooLarge(node: "node", window: [6, 6], input: [5, 5, 3]))
    #expect(
      try error(.pool2D(.max, size: 0, stride: 1))
        == .windowTooLarge(node: "node", window: [0, 0], input: [5, 5, 3]))
    #expect(try error(.relu, inputs: [0]) == .missingInput(node: "node", index: 0))
    #expect(try error(.relu, inputs: [-1, -1]) == .inputCount(node: "node", expected: 1...1, actual: 2))
    #expect(throws: GraphError.inputShape([0, 3])) { try Graph(input: [0, 3]) }
    #expect(throws: GraphError.inputShape([1 << 20, 1 << 20])) { try Graph(input: [1 << 20, 1 << 20]) }
    #expect(throws: GraphError.duplicateName("a")) {
      var copy = graph
      try copy.append(.relu, name: "a")
      try copy.append(.relu, name: "a")
    }
  }

  @Test func inertNodesDisappear() throws {
    var graph = try Graph(input: [4])
    let first = try graph.append(.dropout, name: "dropout_1")
    try graph.append(.relu, name: "nobody reads this")
    try graph.append(.relu, name: "relu", inputs: [first])
    try graph.append(.dropout, name: "dropout_2")
    let lean = graph.removingInert()
    #expect(lean.nodes.map(\.name) == ["relu"])
    #expect(lean.nodes[0].inputs == [Graph.inputIndex])
    #expect(lean.output == 0)
  }

  @Test func resultsThatLiveTogetherDoNotOverlap() {
    var numbers = TestNumbers(seed: 20)
    for _ in 0..<200 {
      let requests = (0..<12).map { _ in
        let (size, start, length) = (numbers.next() % 5000, Int(numbers.next() % 8), Int(numbers.next() % 4))
        return MemoryPlan.Request(bytes: Int(size), steps: start...start + length)
      }
      let plan = MemoryPlan(requests)
      for (index, request) in requests.enumerated() {
        #expect(plan.offsets[index] % 64 == 0)
        #expect(plan.offsets[index] + request.bytes <= plan.byteCount)
        for other in 0..<index where requests[other].steps.overlaps(request.steps) {
          let apart =
            plan.offsets[index] + request.bytes <= plan.offsets[other]
            || plan.offsets[other] + requests[other].bytes <= plan.offsets[index]
          #expect(apart || request.bytes == 0 || requests[other].bytes == 0)
        }
      }
    }
  }

  @Test func memoryIsUsedAgain() {
    // A straight line of four results: two live at any time.
    let line = (0..<4).map { MemoryPlan.Request(bytes: 1024, steps: $0...$0 + 1) }
    #expect(MemoryPlan(line).byteCount == 2048)
  }
}
