import Foundation
import Testing

@testable import Engine

/// Gradients pass by every rounding, and training with them finds networks that bear it.
@Suite struct QuantizationAwareTrainingTests {
  /// The gradient by a rounded parameter is that of the same layer with the rounded values as its parameters.
  @Test func gradientsAreThoseByTheRoundedWeights() throws {
    let ids = Tensor(shape: [2, 3], values: [0, 4, 2, 2, 1, 3])
    let cases: [(any Block, Tensor)] = [
      (Embedding(5, width: 3), ids), (HashedEmbedding(4, width: 3), ids),
      (SeparableConv2D(3, kernel: 2), randomTensor([2, 4, 4, 2], seed: 1)),
      (MultiHeadAttention(heads: 2), randomTensor([2, 3, 4], seed: 2)),
      (Bidirectional(LSTM(3)), randomTensor([2, 4, 2], seed: 3)),
    ]
    for (block, input) in cases {
      let model = try Model(input: Array(input.shape.dropFirst()), seed: 4) { block }
      /// The result and the gradients by all parameters, in inference of the layers' roundings but these of weights.
      func run(rounding: WeightRounding?, values: [Tensor]) -> (result: Tensor, gradients: [Tensor]) {
        let layers = model.layers.map { layer in
          ModelLayer(
            name: layer.name, layer: layer.layer, inputs: layer.inputs, outputShape: layer.outputShape,
            parameters: layer.parameters.map { Parameter($0.name, $0.value, rounding: rounding) })
        }
        let copy = Model(inputShapes: model.inputShapes, layers: layers)
        for (parameter, value) in zip(copy.parameters, values) { parameter.value = value }
        let tape = Tape(trainingWith: SeededGenerator(seed: 1))
        let result = copy.forward([input], on: tape)
        let cotangent = randomTensor(result.value.shape, seed: 5)
        let sum = tape.record(Tensor(shape: [1]), from: [result]) { _ in result.accumulate(cotangent) }
        return (result.value, tape.backward(from: sum).map { $0.gradient.dense })
      }
      let rounding = WeightRounding(bits: 3, granularity: .perTensor)
      let values = model.parameters.enumerated().map { randomTensor($1.value.shape, seed: UInt64(10 + $0)) }
      let rounded = try values.map {
        try QuantizedTensor($0, bits: 3, granularity: .perTensor).dequantized()
      }
      let (aware, plain) = (run(rounding: rounding, values: values), run(rounding: nil, values: rounded))
      #expect(aware.result == plain.result)
      #expect(aware.gradients == plain.gradients, "\(block)")
      #expect(aware.result != run(rounding: nil, values: values).result)
    }
  }

  /// A GRU that rounds its states, against one made of single operations, in which `fakeQuantize` rounds.
  @Test func gradientsPassByRoundedStates() throws {
    let (length, units, features) = (5, 3, 2)
    let x = randomTensor([4, length, features], seed: 1)
    func parameters(_ rows: Int, seed: UInt64) -> [Parameter] {
      (0..<3).map { Parameter("gate", randomTensor([rows, units], seed: seed + UInt64($0), in: -0.8...0.8)) }
    }
    let (weights, recurrents) = (parameters(features, seed: 2), parameters(units, seed: 5))
    let cotangent = randomTensor([4, units], seed: 9)
    let slow = Tape(trainingWith: SeededGenerator(seed: 1))
    let (w, u) = (weights.map { slow.watch($0) }, recurrents.map { slow.watch($0) })
    let minus = Variable(Tensor(shape: [4, units], repeating: -1))
    var h = Variable(Tensor(shape: [4, units]))
    var seen = h
    for step in 0..<length {
      let values = (0..<4).flatMap { row in
        (0..<features).map { x[(row * length + step) * features + $0] }
      }
      let input = Variable(Tensor(shape: [4, features], values: values))
      func product(_ gate: Int) -> (Variable, Variable) {
        (slow.dense(input, weight: w[gate], bias: nil), slow.dense(seen, weight: u[gate], bias: nil))
      }
      func sigmoid(_ gate: Int) -> Variable {
        let (fromInput, fromState) = product(gate)
        return slow.activation(.sigmoid, slow.add(fromInput, fromState))
      }
      let (z, r, candidate) = (sigmoid(0), sigmoid(1), product(2))
      let n = slow.activation(.tanh, slow.add(candidate.0, slow.multiply(r, candidate.1)))
      h = slow.add(n, slow.multiply(z, slow.add(h, slow.multiply(minus, n))))  // z h + (1 - z) n
      seen = slow.fakeQuantize(
        h, low: Variable(Tensor(shape: [1], repeating: -1)),
        high: Variable(Tensor(shape: [1], repeating: 127 / 128)))
    }
    let expected = gradients(slow, seen, cotangent)

    func joined(_ parts: [Parameter], rows: Int) -> Parameter {
      let values = (0..<rows).flatMap { row in
        parts.flatMap { part in (0..<units).map { part.value[row * units + $0] } }
      }
      return Parameter("joined", Tensor(shape: [rows, 3 * units], values: values))
    }
    let fast = Tape(trainingWith: SeededGenerator(seed: 1))
    let zeros = Variable(Tensor(shape: [3 * units]))
    let result = fast.gru(
      Variable(x), weight: fast.watch(joined(weights, rows: features)),
      recurrent: fast.watch(joined(recurrents, rows: units)), bias: zeros, recurrentBias: zeros,
      roundsStates: true)
    #expect(zip(result.value.values, seen.value.values).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(result.value.values.allSatisfy { ($0 * 128).rounded() == $0 * 128 })
    let actual = gradients(fast, result, cotangent)
    for (index, rows) in [features, units].enumerated() {
      for gate in 0..<3 {
        let own = (0..<rows * units).map {
          actual[index][$0 / units * 3 * units + gate * units + $0 % units]
        }
        #expect(normalizedError(own, expected[3 * index + gate].values) < 1e-9)
      }
    }
  }

  /// The gradients of `sum(result * cotangent)` by all that the tape watched.
  private func gradients(_ tape: Tape, _ result: Variable, _ cotangent: Tensor) -> [Tensor] {
    let sum = tape.record(Tensor(shape: [1]), from: [result]) { _ in result.accumulate(cotangent) }
    return tape.backward(from: sum).map { $0.gradient.dense }
  }

  /// Weights of attention that are rounded, against the definition; the gradient by the values is that of a sum with
  /// these weights.
  @Test func gradientsPassByRoundedWeightsOfAttention() throws {
    let operands = (0..<3).map {
      Parameter("\($0)", randomTensor([1, 4, 3], seed: UInt64($0 + 1), in: -2...2))
    }
    let tape = Tape(trainingWith: SeededGenerator(seed: 1))
    let (q, k, v) = (tape.watch(operands[0]), tape.watch(operands[1]), tape.watch(operands[2]))
    let y = tape.attention(q, k, v, scale: 0.7, roundsWeights: true)
    let cotangent = randomTensor([1, 4, 3], seed: 7)
    var expected = [Double](repeating: 0, count: 12)
    var byValues = [Double](repeating: 0, count: 12)
    for query in 0..<4 {
      let scores = (0..<4).map { key in
        (0..<3).reduce(0.0) { $0 + Double(q.value[3 * query + $1]) * Double(k.value[3 * key + $1]) } * 0.7
      }
      let steps = scores.map { (255 * exp($0 - scores.max()!)).rounded(.toNearestOrEven) }
      for (key, step) in steps.enumerated() {
        let weight = step / steps.reduce(0, +)
        for i in 0..<3 {
          expected[3 * query + i] += weight * Double(v.value[3 * key + i])
          byValues[3 * key + i] += weight * Double(cotangent[3 * query + i])
        }
      }
    }
    #expect(normalizedError(y.value.values, expected) < 1e-10)
    let actual = gradients(tape, y, cotangent)
    #expect(normalizedError(actual[2].values, byValues) < 1e-10)
    // The others go on as without rounding, to the size of a step.
    let plain = Tape(trainingWith: SeededGenerator(seed: 1))
    let smooth = plain.attention(
      plain.watch(operands[0]), plain.watch(operands[1]), plain.watch(operands[2]), scale: 0.7)
    for (rounded, exact) in zip(actual, gradients(plain, smooth, cotangent)) {
      #expect(normalizedError(rounded.values, exact.values.map(Double.init)) < 1e-3)
    }
  }

  /// Whether the 1 comes before the 2 in a row of ids.
  private func orders(count: Int, seed: UInt64) throws -> Dataset {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { _ in Int(generator.next() % 2) }
    let ids = labels.flatMap { label -> [Float] in
      var words = (0..<8).map { _ in Float(3 + generator.next() % 7) }
      let places = generator.permutation(count: 8)[..<2].sorted()
      words[places[0]] = Float(1 + label)
      words[places[1]] = Float(2 - label)
      return words
    }
    return try Dataset(inputs: [Tensor(shape: [count, 8], values: ids)], labels: labels, classes: 2)
  }

  static let networks: [(String, @Sendable (Symbol) -> Symbol)] = [
    ("recurrent", { Dense(2)(Bidirectional(GRU(8))(Embedding(10, width: 8)($0))) }),
    (
      "attention",
      { ids in
        let x = Embedding(10, width: 8)(ids)
        return Dense(2)(Flatten()(LayerNorm()(x + MultiHeadAttention(heads: 2)(x))))
      }
    ),
  ]

  /// Rounding a trained network against training on with the rounding, and as long without: by the loss, which tells
  /// more than a few hits.
  @Test(arguments: networks.indices, [4, 3])
  func trainingWithRoundingBeatsRoundingAfterwards(index: Int, bits: Int) throws {
    let (data, test) = (try orders(count: 500, seed: 1), try orders(count: 300, seed: 2))
    let model = try Model(input: [8], seed: 3, Self.networks[index].1)
    try model.fit(data, epochs: 12, batchSize: 32, optimizer: Adam(learningRate: 1e-2), clipNorm: 5)
    let aware = try model.quantizationAware(weightBits: bits, momentum: 0.9)
    for network in [model, aware] {
      try network.fit(data, epochs: 8, batchSize: 32, optimizer: Adam(learningRate: 5e-3), clipNorm: 5)
    }
    func loss(_ program: Program) throws -> Float {
      let batch = Batch(inputs: test.inputs, targets: test.targets)
      let logits = Variable(try program.logits(inputs: test.inputs))
      return Loss.crossEntropy().of(logits, batch: batch, on: Tape()).value[0]
    }
    let before = try loss(aware.quantized())
    let after = try loss(model.quantized(calibration: data.images, weightBits: bits))
    // Where rounding afterwards does no harm there is nothing to beat.
    #expect(before < max(after, 0.01), "\(Self.networks[index].0), \(bits) bits: \(before) against \(after)")
    #expect(before < 0.5, "\(Self.networks[index].0), \(bits) bits: \(before)")
  }
}
