import Testing

@testable import Engine

@Suite struct InitializerTests {
  @Test(arguments: [(1, 1), (2, 3), (17, 3), (33, 4)])
  func orthogonalBlocksKeepLengths(size: Int, blocks: Int) {
    var generator = SeededGenerator(seed: 5)
    let matrix = Tensor.orthogonal(size: size, blocks: blocks, using: &generator)
    #expect(matrix.shape == [size, blocks * size])
    for block in 0..<blocks {
      for i in 0..<size {
        for j in 0..<size {
          let product = (0..<size).reduce(0.0) { sum, column in
            let at = block * size + column
            return sum + Double(matrix[i * blocks * size + at]) * Double(matrix[j * blocks * size + at])
          }
          #expect(abs(product - (i == j ? 1 : 0)) < 1e-5)
        }
      }
    }
  }

  @Test func spreadsAreThoseOfTheFormulas() {
    var generator = SeededGenerator(seed: 7)
    let count = 20_000
    func moments(_ tensor: Tensor) -> (mean: Double, variance: Double) {
      let values = tensor.values.map(Double.init)
      let mean = values.reduce(0, +) / Double(count)
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count))
    }
    let he = moments(.heNormal(shape: [count], fanIn: 50, using: &generator))
    #expect(abs(he.mean) < 0.01 && abs(he.variance / (2.0 / 50) - 1) < 0.05)
    let uniform = Tensor.uniform(shape: [count], in: -2...4, using: &generator)
    let spread = moments(uniform)
    #expect(abs(spread.mean - 1) < 0.05 && abs(spread.variance / 3 - 1) < 0.05)
    #expect(uniform.values.allSatisfy { (-2...4).contains($0) })
  }
}
