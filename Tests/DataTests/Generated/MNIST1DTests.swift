import Engine
import Testing

@testable import Data

@Suite struct MNIST1DTests {
  private let data = MNIST1D.generate()

  @Test func hasThePublishedSizes() {
    #expect(data.train.images.shape == [4000, 40, 1])
    #expect(data.test.images.shape == [1000, 40, 1])
    for label in 0..<10 {
      #expect((data.train.labels + data.test.labels).count { $0 == label } == 500)
      #expect((70...130).contains(data.test.labels.count { $0 == label }))
    }
  }

  @Test func isStandardized() {
    let values = (data.train.images.values + data.test.images.values).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count) - mean * mean
    #expect(abs(mean) < 1e-5)
    #expect(abs(variance - 1) < 1e-5)
  }

  @Test func isTheSameForTheSameSeed() {
    #expect(checksum(data.train.images) == 16_305_128_154_945_863_228)
    #expect(checksum(data.train.labels.map { UInt8($0) }) == 4_926_814_322_712_556_776)
    let again = MNIST1D.generate(seed: 3, count: 105)
    #expect(again.train.images.shape == [80, 40, 1])
    #expect(again.test.images.shape == [20, 40, 1])
    #expect(again.train.images.values == MNIST1D.generate(seed: 3, count: 105).train.images.values)
    #expect(again.train.images.values != MNIST1D.generate(seed: 4, count: 105).train.images.values)
  }

  /// For each class the mean, the standard deviation and the mean absolute step from point to point, over 20,000
  /// signals; the expected values come from the authors' generator (`mnist1d` 0.0.2.post1, seed 42).
  @Test func agreesWithThePublishedGenerator() {
    let expected: [(mean: Float, deviation: Float, step: Float)] = [
      (0.469, 1.196, 0.413), (-0.094, 0.877, 0.410), (0.039, 0.835, 0.410), (0.328, 0.997, 0.500),
      (-0.125, 0.891, 0.402), (-0.004, 0.833, 0.405), (-0.389, 1.190, 0.414), (0.172, 0.879, 0.408),
      (-0.252, 1.003, 0.500), (-0.144, 0.900, 0.438),
    ]
    let train = MNIST1D.generate(count: 20_000).train
    let values = train.images.values
    for (label, reference) in expected.enumerated() {
      let signals = train.labels.indices.filter { train.labels[$0] == label }
        .map { values[$0 * MNIST1D.length..<($0 + 1) * MNIST1D.length] }
      let points = signals.flatMap(\.self)
      let steps = signals.flatMap { zip($0.dropFirst(), $0).map { abs($0 - $1) } }
      let mean = points.reduce(0, +) / Float(points.count)
      let variance = points.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(points.count)
      #expect(abs(mean - reference.mean) < 0.03, "mean of class \(label)")
      #expect(abs(variance.squareRoot() - reference.deviation) < 0.02, "deviation of class \(label)")
      #expect(abs(steps.reduce(0, +) / Float(steps.count) - reference.step) < 0.01, "step of class \(label)")
    }
  }

  @Test func signalsAllDiffer() {
    let signals = [data.train, data.test].flatMap { part in
      (0..<part.count).map { part.images.rows($0..<$0 + 1).values }
    }
    #expect(Set(signals).count == 5000)
  }

  /// A linear model gets about a third right, whatever it is given; this one has 410 parameters.
  @Test func isHardForALinearModel() throws {
    let model = try Model(input: [40, 1], seed: 1) {
      Flatten()
      Dense(10)
    }
    _ = try model.fit(data.train, epochs: 10, batchSize: 100, optimizer: Adam(learningRate: 0.01))
    #expect((0.25...0.4).contains(try model.evaluate(data.test).accuracy))
  }
}
