import CKernels
import Foundation
import Testing

@testable import Engine

/// Gradients against central differences, and results against definitions.
@Suite struct SequenceOperationTests {
  // MARK: Lookups

  @Test(arguments: [[1, 1], [3, 7], [2, 300]])
  func embedding(shape: [Int]) {
    let ids = randomIDs(shape, below: 17)
    let errors = gradientErrors(of: [randomTensor([17, 5], seed: 1)], step: 0.1) {
      $0.embedding(Variable(ids), table: $1[0])
    }
    #expect(errors[0] < 1e-4)
    let table = randomTensor([17, 5], seed: 1)
    let y = Tape().embedding(Variable(ids), table: Variable(table)).value
    #expect(
      y.shape == shape + [5] && y.values == ids.values.flatMap { table.rows(Int($0)..<Int($0) + 1).values })
  }

  @Test func idsBeyondTheTableReadItsFirstRow() {
    let table = randomTensor([17, 5], seed: 1)
    let ids = Tensor(shape: [1, 5], values: [17, -1, .nan, .infinity, 1e30])
    let y = Tape().embedding(Variable(ids), table: Variable(table)).value
    for row in 0..<5 { #expect(Array(y.values[row * 5..<row * 5 + 5]) == table.rows(0..<1).values) }
    #expect(
      Tape().hashedEmbedding(Variable(ids), table: Variable(table), hashes: 2).value.shape == [1, 5, 5])
    #expect(Tape().projection(Variable(ids), bits: 3).value.shape == [1, 5, 3])
  }

  @Test func embeddingGradientIsOfTheRowsRead() throws {
    let tape = Tape(trainingWith: SeededGenerator(seed: 1))
    let table = Parameter("table", randomTensor([100, 3], seed: 1))
    let ids = Tensor(shape: [2, 2], values: [7, 99, 7, 0])
    let y = tape.embedding(Variable(ids), table: tape.watch(table))
    let loss = tape.record(Tensor(shape: [1]), from: [y]) { _ in
      y.accumulate(Tensor(shape: [2, 2, 3], repeating: 1))
    }
    guard case .rows(let gradient)? = tape.backward(from: loss).first?.gradient else {
      Issue.record("a gradient of rows")
      return
    }
    #expect(gradient.rows == [0, 7, 99] && gradient.values.values == [1, 1, 1, 2, 2, 2, 1, 1, 1])
  }

  @Test(arguments: [1, 2, 3])
  func hashedEmbedding(hashes: Int) {
    let ids = randomIDs([3, 5], below: 1_000_000)
    let table = randomTensor([11, 3], seed: 1)
    let errors = gradientErrors(of: [table], step: 0.1) {
      $0.hashedEmbedding(Variable(ids), table: $1[0], hashes: hashes)
    }
    #expect(errors[0] < 1e-4)
    let y = Tape().hashedEmbedding(Variable(ids), table: Variable(table), hashes: hashes).value
    let expected = ids.values.flatMap { id in
      (0..<3).map { column in
        (0..<hashes).reduce(0 as Float) { $0 + table[Int(ck_hash(UInt64($1), UInt32(id)) % 11) * 3 + column] }
      }
    }
    #expect(y.shape == [3, 5, 3] && normalizedError(y.values, expected) < 1e-12)
  }

  /// Ids that share a row under one key go apart under another.
  @Test func hashesAreIndependent() {
    let rows = (0..<4).map { key in (0..<4_096 as Range<UInt32>).map { ck_hash(key, $0) % 64 } }
    for (a, b) in [(0, 1), (0, 2), (1, 2), (2, 3)] {
      var pairs: Set<UInt32> = []
      for id in 0..<4_096 { pairs.insert(min(rows[a][id], rows[b][id]) * 64 + max(rows[a][id], rows[b][id])) }
      // 4,096 draws of 2,080 unordered pairs, of which 2,016 have twice the chance of the others: 1,780 are met.
      #expect(abs(pairs.count - 1_780) < 80, "\(a) and \(b): \(pairs.count)")
    }
  }

  @Test func projectionIsBalancedAndFixed() {
    let ids = Tensor(shape: [40, 50], values: (0..<2_000).map { Float($0) })
    let y = Tape().projection(Variable(ids), bits: 33).value
    #expect(y.shape == [40, 50, 33])
    for value in [-1, 1] as [Float] {
      #expect(abs(Double(y.values.filter { $0 == value }.count) / Double(y.count) - 0.25) < 0.01)
    }
    #expect(y.values.allSatisfy { [-1, 0, 1].contains($0) })
    for (id, bit) in [(0, 0), (7, 31), (1_999, 32)] {
      let pair = ck_hash(UInt64(bit), UInt32(id)) & 3
      #expect(y[id * 33 + bit] == (pair == 1 ? 1 : pair == 2 ? -1 : 0))
    }
  }

  @Test func paddingIsMasked() {
    let ids = Tensor(shape: [2, 3], values: [5, 1, 0, 0, 0, 2])
    #expect(Tape().paddingMask(Variable(ids)).value == Tensor(shape: [2, 3], values: [1, 1, 0, 0, 0, 1]))
  }

  // MARK: Element by element and row by row

  @Test(arguments: Activation.allCases)
  func activations(_ activation: Activation) {
    for shape in [[1], [3, 5, 7], [2, 33]] {
      let errors = gradientErrors(of: [spacedTensor(shape, seed: 1, distance: 0.11)], step: 1e-2) {
        $0.activation(activation, $1[0])
      }
      #expect(errors[0] < 3e-3, "\(shape)")
    }
  }

  @Test(arguments: [[2, 1], [3, 5, 7], [1, 33], [70, 17]])
  func softmaxAndLayerNorm(shape: [Int]) {
    let x = randomTensor(shape, seed: 1, in: -2...2)
    let columns = shape[shape.count - 1]
    if columns > 1 {
      #expect(gradientErrors(of: [x]) { $0.softmax($1[0]) }[0] < 3e-3)
    }
    let sums = Tape().softmax(Variable(x)).value.reshaped(to: [x.count / columns, columns])
    for row in 0..<sums.shape[0] { #expect(abs(sums.rows(row..<row + 1).values.reduce(0, +) - 1) < 1e-6) }
    guard columns > 1 else { return }
    let operands = [x, randomTensor([columns], seed: 2), randomTensor([columns], seed: 3)]
    let errors = gradientErrors(of: operands) {
      $0.layerNorm($1[0], gamma: $1[1], beta: $1[2], epsilon: 1e-3)
    }
    #expect(errors.allSatisfy { $0 < 3e-3 }, "\(errors)")
  }

  @Test func joiningAndReshaping() {
    let (a, b, c) = (
      randomTensor([3, 5, 7], seed: 1), randomTensor([3, 5, 7], seed: 2), randomTensor([3, 5, 2], seed: 3)
    )
    #expect(gradientErrors(of: [a, b], step: 0.1) { $0.multiply($1[0], $1[1]) }.allSatisfy { $0 < 1e-4 })
    #expect(gradientErrors(of: [a], step: 0.01) { $0.multiply($1[0], $1[0]) }[0] < 1e-3)
    let errors = gradientErrors(of: [a, b, c], step: 0.1) { $0.concatenate([$1[0], $1[2], $1[1]]) }
    #expect(errors.allSatisfy { $0 < 1e-4 }, "\(errors)")
    #expect(gradientErrors(of: [a], step: 0.1) { $0.reshape($1[0], to: [7, 5]) }[0] < 1e-4)
    let joined = Tape().concatenate([a, c].map { Variable($0) }).value
    #expect(joined.shape == [3, 5, 9])
    #expect(joined.values[..<9] == a.values[..<7] + c.values[..<2])
  }

  @Test(arguments: [[2, 3, 5, 7], [1100, 3, 2], [3, 1, 1]])
  func denseActsOnTheLastAxis(extents: [Int]) {
    let (inputs, outputs) = (extents[extents.count - 1], 4)
    let operands = [
      randomTensor(extents, seed: 1), randomTensor([inputs, outputs], seed: 2),
      randomTensor([outputs], seed: 3),
    ]
    let flat = operands[0].reshaped(to: [operands[0].count / inputs, inputs])
    func run(_ x: Tensor) -> [Tensor] {
      let tape = Tape(trainingWith: SeededGenerator(seed: 1))
      let variables = ([x] + operands.dropFirst()).map { Variable($0, needsGradient: true) }
      let y = tape.dense(variables[0], weight: variables[1], bias: variables[2])
      let cotangent = randomTensor([y.value.count], seed: 4).reshaped(to: y.value.shape)
      let sum = tape.record(Tensor(shape: [1]), from: [y]) { _ in y.accumulate(cotangent) }
      _ = tape.backward(from: sum)
      return [y.value] + variables.map { $0.gradient! }
    }
    let (deep, plain) = (run(operands[0]), run(flat))
    #expect(deep[0].shape == extents.dropLast() + [outputs] && deep[1].shape == extents)
    for (a, b) in zip(deep, plain) { #expect(a.values == b.values) }
    let weight = (0..<inputs * outputs).map { position in  // x^T dy
      let cotangent = randomTensor([flat.shape[0] * outputs], seed: 4)
      return Float(
        (0..<flat.shape[0]).reduce(0.0) {
          $0 + Double(flat[$1 * inputs + position / outputs])
            * Double(cotangent[$1 * outputs + position % outputs])
        })
    }
    #expect(normalizedError(deep[2].values, weight) < 1e-10)
  }

  // MARK: Attention

  struct AttentionCase: Sendable {
    var batch = 2
    var queries = 3
    var keys = 5
    var width = 4
    var values = 6
    var heads = 1
    var mask: [Float]?
  }

  @Test(
    arguments: [
      AttentionCase(), AttentionCase(heads: 2), AttentionCase(queries: 1, keys: 1),
      AttentionCase(batch: 1, queries: 17, keys: 33, width: 10, values: 5, heads: 5),
      AttentionCase(mask: [1, 1, 0, 0, 1, 0, 0, 0, 0, 0]),
    ])
  func attention(_ test: AttentionCase) {
    let operands = [
      randomTensor([test.batch, test.queries, test.width], seed: 1),
      randomTensor([test.batch, test.keys, test.width], seed: 2),
      randomTensor([test.batch, test.keys, test.values], seed: 3),
    ]
    let mask = test.mask.map { Variable(Tensor(shape: [test.batch, test.keys], values: $0)) }
    let y = Tape().attention(
      Variable(operands[0]), Variable(operands[1]), Variable(operands[2]), mask: mask, heads: test.heads,
      scale: 0.7
    ).value
    #expect(normalizedError(y.values, plainAttention(operands, mask?.value, test.heads, scale: 0.7)) < 1e-11)
    guard test.keys > 1 else { return }  // the weight of a lone key is 1, whatever the query
    let errors = gradientErrors(of: operands) {
      $0.attention($1[0], $1[1], $1[2], mask: mask, heads: test.heads, scale: 0.7)
    }
    #expect(errors.allSatisfy { $0 < 3e-3 }, "\(errors)")
  }

  @Test(arguments: [1, 2])
  func selfAttention(heads: Int) {
    let x = randomTensor([2, 5, 6], seed: 1)
    #expect(gradientErrors(of: [x]) { $0.attention($1[0], $1[0], $1[0], heads: heads, scale: 1) }[0] < 3e-3)
    let keys = randomTensor([2, 3, 6], seed: 2)
    let errors = gradientErrors(of: [x, keys]) { $0.attention($1[0], $1[1], $1[1], heads: heads, scale: 0.4) }
    #expect(errors.allSatisfy { $0 < 3e-3 }, "\(errors)")
  }

  private func plainAttention(_ operands: [Tensor], _ mask: Tensor?, _ heads: Int, scale: Double) -> [Float] {
    let (q, k, v) = (operands[0], operands[1], operands[2])
    let (keys, d, dv) = (k.shape[1], q.shape[2], v.shape[2])
    var y: [Float] = []
    for row in 0..<q.shape[0] * q.shape[1] {
      let sequence = row / q.shape[1]
      for column in 0..<dv {
        let (head, width) = (column / (dv / heads), d / heads)
        let powers = (0..<keys).map { key -> Double in
          if let mask, mask[sequence * keys + key] == 0 { return 0 }
          let score = (head * width..<(head + 1) * width).reduce(0.0) {
            $0 + Double(q[row * d + $1]) * Double(k[(sequence * keys + key) * d + $1])
          }
          return exp(scale * score)
        }
        let total = powers.reduce(0, +)
        let sum = (0..<keys).reduce(0.0) { $0 + powers[$1] * Double(v[(sequence * keys + $1) * dv + column]) }
        y.append(total == 0 ? 0 : Float(sum / total))
      }
    }
    return y
  }

  // MARK: Negative sampling

  @Test(arguments: [(1, 1, 1), (5, 4, 7), (33, 6, 17)])
  func negativeSampling(n: Int, count: Int, width: Int) {
    let operands = [
      randomTensor([n, width], seed: 1, in: -2...2), randomTensor([n, count, width], seed: 2, in: -2...2),
    ]
    let errors = gradientErrors(of: operands) { $0.negativeSampling(center: $1[0], candidates: $1[1]) }
    #expect(errors.allSatisfy { $0 < 3e-3 }, "\(errors)")
  }

  private func randomIDs(_ shape: [Int], below limit: Int) -> Tensor {
    var generator = SeededGenerator(seed: 5)
    return Tensor(
      shape: shape, values: (0..<shape.reduce(1, *)).map { _ in Float(generator.next() % UInt64(limit)) })
  }
}
