/// Adds nodes and constants to a graph under names that no other value has.
///
/// Values are named by the layer they belong to and their operation: `conv2d_1/Conv`. Equal constants are stored once.
struct ONNXBuilder {
  private(set) var graph: ONNXGraph

  /// The layer that nodes belong to.
  var scope = ""

  private var counts: [String: Int] = [:]
  private var known: [ONNXGraph.Constant: String] = [:]

  init(name: String) { graph = ONNXGraph(name: name) }

  /// Adds an operation with one result.
  ///
  /// - Parameter inputs: names of values.
  /// - Returns: the name of the result.
  mutating func node(
    _ operation: String, _ inputs: String..., attributes: [(name: String, value: ONNXGraph.Attribute)] = []
  ) -> String {
    nodes(operation, inputs, results: 1, attributes: attributes)[0]
  }

  /// Adds an operation with several inputs or results.
  mutating func nodes(
    _ operation: String, _ inputs: [String], results: Int,
    attributes: [(name: String, value: ONNXGraph.Attribute)] = []
  ) -> [String] {
    let outputs = (0..<results).map { _ in unique("\(scope)/\(operation)") }
    graph.nodes.append(
      .init(
        name: outputs[0], operation: operation, inputs: inputs, outputs: outputs, attributes: attributes))
    return outputs
  }

  /// Declares an input of the graph.
  mutating func input(_ name: String, type: ONNXGraph.ElementType?, shape: [Int] = []) -> String {
    let name = unique(name)
    graph.inputs.append(.init(name: name, type: type, shape: shape))
    return name
  }

  /// Makes a value an output of the graph.
  mutating func output(_ value: String, name: String, type: ONNXGraph.ElementType? = nil, shape: [Int] = []) {
    graph.nodes.append(
      .init(name: name, operation: "Identity", inputs: [value], outputs: [name], attributes: []))
    graph.outputs.append(.init(name: name, type: type, shape: shape))
  }

  /// Begins the body of a loop, which may read all values from before: nodes go there until it ends.
  ///
  /// - Returns: the graph around it.
  mutating func beginBody() -> ONNXGraph {
    defer { graph = ONNXGraph(name: "\(scope)/body") }
    return graph
  }

  /// Ends the body of a loop and gives it; constants belong to the graph around it.
  mutating func endBody(in outer: ONNXGraph) -> ONNXGraph {
    var body = graph
    graph = outer
    graph.constants += body.constants
    body.constants = []
    return body
  }

  private mutating func unique(_ name: String) -> String {
    let count = counts[name, default: 0] + 1
    counts[name] = count
    return count == 1 ? name : "\(name)_\(count)"
  }

  // MARK: Constants

  private mutating func constant(_ tensor: ONNXGraph.Constant) -> String {
    if let name = known[tensor] { return name }
    let name = unique("\(scope)/constant")
    graph.constants.append((name, tensor))
    known[tensor] = name
    return name
  }

  /// A 32-bit float.
  mutating func constant(_ value: Float) -> String { constant([value], shape: []) }

  /// 32-bit floats; without a shape, a vector.
  mutating func constant(_ values: [Float], shape: [Int]? = nil) -> String {
    constant(
      .init(type: .float, shape: shape ?? [values.count], bytes: NumericArray.Elements.float32(values).bytes))
  }

  /// A 64-bit float.
  mutating func constant(double value: Double) -> String {
    constant(.init(type: .double, shape: [], bytes: littleEndian(value.bitPattern)))
  }

  /// 8-bit integers; without a shape, a vector.
  mutating func constant(_ values: [Int8], shape: [Int]? = nil) -> String {
    constant(
      .init(type: .int8, shape: shape ?? [values.count], bytes: NumericArray.Elements.int8(values).bytes))
  }

  /// 32-bit integers; without a shape, a vector.
  mutating func constant(_ values: [Int32], shape: [Int]? = nil) -> String {
    constant(
      .init(type: .int32, shape: shape ?? [values.count], bytes: NumericArray.Elements.int32(values).bytes))
  }

  /// 64-bit integers, as shapes, axes and indices are; without a shape, a vector.
  mutating func constant(_ values: [Int], shape: [Int]? = nil) -> String {
    constant(
      .init(
        type: .int64, shape: shape ?? [values.count],
        bytes: NumericArray.Elements.int64(values.map(Int64.init)).bytes))
  }
}

// MARK: - Operations that stand in many places

extension ONNXBuilder {
  mutating func add(_ x: String, _ y: String) -> String { node("Add", x, y) }
  mutating func subtract(_ x: String, _ y: String) -> String { node("Sub", x, y) }
  mutating func multiply(_ x: String, _ y: String) -> String { node("Mul", x, y) }
  mutating func divide(_ x: String, _ y: String) -> String { node("Div", x, y) }

  /// `x * y + z`, rounded after each step.
  mutating func multiplyAdd(_ x: String, _ y: String, _ z: String) -> String { add(multiply(x, y), z) }

  /// The same numbers in another type.
  mutating func cast(_ x: String, to type: ONNXGraph.ElementType) -> String {
    node("Cast", x, attributes: [("to", .int(type.rawValue))])
  }

  /// The axes, the batch axis among them, in another order.
  mutating func transpose(_ x: String, _ axes: [Int]) -> String {
    node("Transpose", x, attributes: [("perm", .ints(axes))])
  }

  /// The same elements of each example under another shape.
  mutating func reshape(_ x: String, to shape: [Int]) -> String {
    node("Reshape", x, constant([-1] + shape))
  }

  /// A sum, maximum and so on over axes, of which the batch axis is 0.
  mutating func reduce(_ operation: String, _ x: String, axes: [Int], keepsAxes: Bool) -> String {
    node("Reduce\(operation)", x, constant(axes), attributes: [("keepdims", .int(keepsAxes ? 1 : 0))])
  }

  /// Parts of the last axis, so many elements each.
  mutating func split(_ x: String, _ sizes: [Int]) -> [String] {
    nodes("Split", [x, constant(sizes)], results: sizes.count, attributes: [("axis", .int(-1))])
  }

  /// The elements of a table that indices name.
  mutating func gather(_ table: String, _ indices: String, axis: Int = 0) -> String {
    node("Gather", table, indices, attributes: [("axis", .int(axis))])
  }
}
