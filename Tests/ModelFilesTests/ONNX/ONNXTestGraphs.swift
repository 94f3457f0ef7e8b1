import Engine

/// An image network with what the others lack: residuals, transposed convolutions of both paddings, poolings of all
/// kinds, dense layers on pixels.
func imageGraph() throws -> Graph {
  var n = Numbers(seed: 21)
  var graph = try Graph(input: [9, 8, 3])
  func append(_ operation: Engine.Operation, _ inputs: Int...) throws -> Int {
    try graph.append(operation, name: "layer\(graph.nodes.count)", inputs: inputs)
  }
  let first = try append(
    .conv2D(weight: n.tensor([3, 2, 3, 4]), bias: n.tensor([4]), stride: 1, padding: .same), Graph.input(0))
  let gelu = try append(.activation(.gelu), first)
  let sum = try append(.relu, append(.add, gelu, first))
  let pointwise = try append(
    .conv2D(weight: n.tensor([1, 1, 4, 4]), bias: nil, stride: 2, padding: .same),
    append(
      .depthwiseConv2D(weight: n.tensor([3, 3, 4]), bias: n.tensor([4]), stride: 1, padding: .valid), sum))
  let up = try append(
    .convTranspose2D(weight: n.tensor([3, 3, 4, 3]), bias: n.tensor([3]), stride: 2, padding: .same),
    pointwise)
  let wide = try append(
    .relu,
    append(.convTranspose2D(weight: n.tensor([2, 2, 4, 3]), bias: nil, stride: 2, padding: .same), pointwise))
  let apart = try append(
    .convTranspose2D(weight: n.tensor([1, 1, 6, 2]), bias: n.tensor([2]), stride: 2, padding: .valid),
    append(.concatenate, up, wide))
  let pixels = try append(
    .relu, append(.dense(weight: n.tensor([2, 5]), bias: n.tensor([5])), append(.activation(.tanh), apart)))
  let normal = try append(n.batchNorm(5), append(.pool2D(.average, size: 2, stride: 2), pixels))
  let most = try append(.pool2D(.max, size: 3, stride: 2), normal)
  let both = try append(
    .concatenate, append(.globalPool(.average), most), append(.globalPool(.max), most),
    append(
      .flatten, append(.conv2D(weight: n.tensor([2, 2, 5, 1]), bias: nil, stride: 1, padding: .valid), most)))
  _ = try append(.dense(weight: n.tensor([graph.shape(of: both)[0], 4]), bias: n.tensor([4])), both)
  return graph
}

/// A sequence network with what the others lack: recurrences of both kinds without and with a mask, both ways; attention
/// with and without; masked poolings; convolutions of sequences with pooling.
func sequenceGraph() throws -> Graph {
  var n = Numbers(seed: 22)
  var graph = try Graph(input: [7])
  func append(_ operation: Engine.Operation, _ inputs: Int...) throws -> Int {
    try graph.append(operation, name: "layer\(graph.nodes.count)", inputs: inputs)
  }
  func gru(_ inputs: Int, _ units: Int, _ recurrence: Recurrence) -> Engine.Operation {
    .gru(
      weight: n.tensor([inputs, 3 * units]), recurrent: n.tensor([units, 3 * units]),
      bias: n.tensor([3 * units]), recurrentBias: n.tensor([3 * units]), recurrence)
  }
  func lstm(_ inputs: Int, _ units: Int, _ recurrence: Recurrence) -> Engine.Operation {
    .lstm(
      weight: n.tensor([inputs, 4 * units]), recurrent: n.tensor([units, 4 * units]),
      bias: n.tensor([4 * units]), recurrence)
  }
  let ids = Graph.input(0)
  let mask = try append(.paddingMask, ids)
  let words = try append(.embedding(table: n.tensor([9, 6])), ids)
  let attended = try append(.attention(heads: 3, scale: 0.7), words, words, words)
  let masked = try append(.attention(heads: 1, scale: 1), words, attended, words, mask)
  let forward = try append(gru(6, 3, Recurrence(returnsSequence: true)), masked)
  let backward = try append(gru(6, 3, Recurrence(returnsSequence: true, reversed: true)), words)
  let kept = try append(gru(6, 2, Recurrence(reversed: true)), words, mask)
  let states = try append(.concatenate, forward, backward)
  let long = try append(lstm(6, 4, Recurrence(returnsSequence: true, reversed: true)), states)
  let last = try append(lstm(6, 2, Recurrence()), states)
  let maskedLong = try append(lstm(4, 3, Recurrence(returnsSequence: true)), long, mask)
  let windows = try append(
    .conv1D(weight: n.tensor([3, 4, 5]), bias: n.tensor([5]), stride: 1, padding: .same), long)
  let pooled = try append(
    .pool1D(.average, size: 2, stride: 1),
    append(.pool1D(.max, size: 2, stride: 2), append(.relu, windows)))
  let joined = try append(
    .concatenate, kept, last, append(.globalPool(.average), maskedLong, mask),
    append(.globalPool(.max), maskedLong, mask), append(.globalPool(.max), pooled))
  let sigmoid = try append(
    .activation(.sigmoid), append(.dense(weight: n.tensor([15, 6]), bias: nil), joined))
  _ = try append(.softmax, append(.dense(weight: n.tensor([6, 3]), bias: n.tensor([3])), sigmoid))
  return graph
}
