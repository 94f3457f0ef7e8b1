@testable import Engine

/// A graph of one operation, with values for its inputs.
struct OperationCase: CustomStringConvertible, Sendable {
  let description: String
  let graph: Graph

  /// How each input is filled: with numbers, token ids, or a mask.
  let fillings: [Filling]

  /// The largest squared error of its integers, relative to the squared size of the result.
  var tolerance = 1e-3

  enum Filling: Sendable { case numbers, ids, mask }

  /// Values for `count` examples of each input; numbers are between -2 and 2.
  func examples(_ count: Int, seed: UInt64) -> [Tensor] {
    var numbers = TestNumbers(seed: seed)
    return zip(graph.inputs, fillings).map { shape, filling in
      let all = [count] + shape
      let size = all.reduce(1, *)
      return switch filling {
      case .numbers: numbers.tensor(all, in: -2...2)
      case .ids: Tensor(shape: all, values: numbers.integers(size, in: 0...30).map(Float.init))
      case .mask: Tensor(shape: all, values: numbers.integers(size, in: 0...1).map(Float.init))
      }
    }
  }

  /// The values of one example.
  static func example(_ index: Int, of inputs: [Tensor]) -> [[Float]] {
    inputs.map { $0.rows(index..<index + 1).values }
  }
}

extension OperationCase {
  /// One operation that reads all inputs in order.
  private init(
    _ operation: Engine.Operation, _ inputs: [[Int]], _ fillings: [Filling]? = nil, tolerance: Double = 1e-3
  ) throws {
    var graph = try Graph(inputs: inputs)
    try graph.append(operation, name: "layer", inputs: inputs.indices.map(Graph.input))
    self.init(
      description: "\(operation.kind) of \(inputs)", graph: graph,
      fillings: fillings ?? inputs.map { _ in .numbers }, tolerance: tolerance)
  }

  /// Every operation, at odd sizes.
  static func all() throws -> [OperationCase] {
    try products() + elementwise() + pools() + lookups() + recurrences() + attentions() + joins()
  }

  private static func products() throws -> [OperationCase] {
    var n = TestNumbers(seed: 50)
    var cases = [
      try OperationCase(.dense(weight: n.tensor([7, 5]), bias: n.tensor([5])), [[3, 7]]),
      try OperationCase(.dense(weight: n.tensor([17, 1]), bias: nil), [[17]]),
      try OperationCase(.dense(weight: n.tensor([3, 33]), bias: nil), [[2, 3, 3]]),
    ]
    for (stride, padding) in [(1, Padding.valid), (1, .same), (2, .same), (3, .valid), (2, .valid)] {
      for channels in [1, 3, 8, 17] {
        let outputs = channels == 8 ? 16 : 5
        cases += [
          try OperationCase(
            .conv2D(
              weight: n.tensor([3, 2, channels, outputs]), bias: n.tensor([outputs]), stride: stride,
              padding: padding), [[7, 6, channels]]),
          try OperationCase(
            .conv1D(
              weight: n.tensor([5, channels, outputs]), bias: nil, stride: stride, padding: padding),
            [[15, channels]]),
          try OperationCase(
            .depthwiseConv2D(
              weight: n.tensor([3, 3, channels]), bias: n.tensor([channels]), stride: stride,
              padding: padding), [[7, 9, channels]]),
          try OperationCase(
            .convTranspose2D(
              weight: n.tensor([3, 2, channels, outputs]), bias: n.tensor([outputs]), stride: stride,
              padding: padding), [[5, 3, channels]]),
        ]
      }
    }
    return cases
  }

  private static func elementwise() throws -> [OperationCase] {
    var n = TestNumbers(seed: 51)
    return try Activation.allCases.map { try OperationCase(.activation($0), [[3, 11]]) } + [
      OperationCase(.softmax, [[5, 7]]),
      OperationCase(.softmax, [[33]]),
      OperationCase(n.batchNorm(5), [[3, 3, 5]]),
      OperationCase(.layerNorm(gamma: n.tensor([17]), beta: n.tensor([17]), epsilon: 1e-3), [[3, 17]]),
    ]
  }

  private static func pools() throws -> [OperationCase] {
    try PoolKind.allCases.flatMap { kind in
      [
        try OperationCase(.pool2D(kind, size: 2, stride: 2), [[7, 5, 3]]),
        try OperationCase(.pool2D(kind, size: 3, stride: 2), [[7, 9, 17]]),
        try OperationCase(.pool1D(kind, size: 3, stride: 1), [[15, 7]]),
        try OperationCase(.globalPool(kind), [[5, 3, 9]]),
        try OperationCase(.globalPool(kind), [[15, 7], [15]], [.numbers, .mask]),
      ]
    }
  }

  private static func lookups() throws -> [OperationCase] {
    var n = TestNumbers(seed: 52)
    return [
      try OperationCase(.embedding(table: n.tensor([31, 9])), [[7]], [.ids]),
      try OperationCase(.embedding(table: n.tensor([40, 3])), [[15]], [.ids]),
      try OperationCase(.hashedEmbedding(table: n.tensor([11, 5]), hashes: 3), [[7]], [.ids]),
      try OperationCase(.projection(bits: 17), [[5]], [.ids]),
      try OperationCase(.paddingMask, [[9]], [.ids]),
    ]
  }

  private static func recurrences() throws -> [OperationCase] {
    var n = TestNumbers(seed: 53)
    var cases: [OperationCase] = []
    for recurrence in [
      Recurrence(), Recurrence(returnsSequence: true, reversed: true), Recurrence(reversed: true),
    ] {
      for units in [1, 5, 17] {
        let masked = units == 5
        let inputs = masked ? [[7, 3], [7]] : [[7, 3]]
        let fillings: [Filling] = masked ? [.numbers, .mask] : [.numbers]
        let (gru, lstm) = (3 * units, 4 * units)
        cases += [
          try OperationCase(
            .gru(
              weight: n.tensor([3, gru]), recurrent: n.tensor([units, gru], in: -0.5...0.5),
              bias: n.tensor([gru]), recurrentBias: n.tensor([gru]), recurrence), inputs, fillings,
            tolerance: 5e-3),
          try OperationCase(
            .lstm(
              weight: n.tensor([3, lstm]), recurrent: n.tensor([units, lstm], in: -0.5...0.5),
              bias: n.tensor([lstm]), recurrence), inputs, fillings, tolerance: 5e-3),
        ]
      }
    }
    return cases
  }

  private static func attentions() throws -> [OperationCase] {
    let numbers: [Filling] = [.numbers, .numbers, .numbers]
    return [
      try OperationCase(.attention(heads: 1, scale: 1), [[5, 3], [7, 3], [7, 9]], numbers),
      try OperationCase(
        .attention(heads: 2, scale: 0.5), [[3, 8], [9, 8], [9, 6], [9]], numbers + [.mask], tolerance: 5e-3),
      try OperationCase(.attention(heads: 3, scale: 0.2), [[17, 33], [17, 33], [17, 33]], numbers),
    ]
  }

  private static func joins() throws -> [OperationCase] {
    [
      try OperationCase(.add, [[3, 5], [3, 5], [3, 5]]),
      try OperationCase(.multiply, [[17], [17]], tolerance: 5e-3),
      try OperationCase(.concatenate, [[3, 2], [3, 5], [3, 1]]),
    ]
  }
}
