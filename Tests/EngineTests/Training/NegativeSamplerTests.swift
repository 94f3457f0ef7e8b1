import Foundation
import Testing

@testable import Engine

@Suite struct NegativeSamplerTests {
  @Test(arguments: [0.75, 1, 0])
  func wordsComeInProportion(power: Double) throws {
    let counts = [0, 1, 5, 1_000, 0, 70, 300, 2]
    let sampler = try NegativeSampler(counts: counts, power: power)
    var generator = SeededGenerator(seed: 1)
    var drawn = [Int](repeating: 0, count: counts.count)
    for _ in 0..<200_000 { drawn[sampler.draw(using: &generator)] += 1 }
    let weights = counts.map { $0 == 0 ? 0 : pow(Double($0), power) }
    for id in counts.indices {
      let expected = 200_000 * weights[id] / weights.reduce(0, +)
      #expect(abs(Double(drawn[id]) - expected) <= 5 * expected.squareRoot(), "\(id)")
    }
  }

  @Test func aLoneWordIsDrawn() throws {
    let sampler = try NegativeSampler(counts: [0, 0, 3])
    var generator = SeededGenerator(seed: 1)
    #expect((0..<100).allSatisfy { _ in sampler.draw(using: &generator) == 2 })
  }

  @Test func impossibleCountsAreRefused() {
    for counts in [[], [0, 0], [3, -1]] {
      #expect(throws: TrainingError.wordCounts(power: 0.75)) { try NegativeSampler(counts: counts) }
    }
    #expect(throws: TrainingError.self) { try NegativeSampler(counts: [1, 2], power: .infinity) }
  }

  /// Two groups of words that keep to themselves: their vectors end up on two sides.
  @Test func skipGramFindsNeighborhoods() throws {
    var generator = SeededGenerator(seed: 3)
    let words = Parameter("words", randomTensor([8, 6], seed: 1, in: -0.5...0.5))
    let contexts = Parameter("contexts", randomTensor([8, 6], seed: 2, in: -0.5...0.5))
    let sampler = try NegativeSampler(counts: [Int](repeating: 10, count: 8))
    var optimizer = OptimizerState(Adam(learningRate: 0.05))
    for _ in 0..<200 {
      let centers = (0..<32).map { _ in Int(generator.next() % 8) }
      let candidates = centers.flatMap { word in
        [word / 4 * 4 + Int(generator.next() % 4)] + (0..<4).map { _ in sampler.draw(using: &generator) }
      }
      let tape = Tape(trainingWith: SeededGenerator(seed: 1))
      let loss = tape.negativeSampling(
        center: tape.embedding(ids(centers, [32]), table: tape.watch(words)),
        candidates: tape.embedding(ids(candidates, [32, 5]), table: tape.watch(contexts)))
      optimizer.update(tape.backward(from: loss))
    }
    for word in 0..<8 {
      let near = (0..<8).filter { $0 != word }.max {
        cosine(words.value, word, $0) < cosine(words.value, word, $1)
      }
      #expect(near! / 4 == word / 4)
    }
  }

  private func ids(_ values: [Int], _ shape: [Int]) -> Variable {
    Variable(Tensor(shape: shape, values: values.map { Float($0) }))
  }

  private func cosine(_ table: Tensor, _ a: Int, _ b: Int) -> Double {
    let (x, y) = (table.rows(a..<a + 1).values, table.rows(b..<b + 1).values)
    func dot(_ x: [Float], _ y: [Float]) -> Double { zip(x, y).reduce(0) { $0 + Double($1.0 * $1.1) } }
    return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
  }
}
