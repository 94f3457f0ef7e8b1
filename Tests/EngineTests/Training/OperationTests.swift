import Foundation
import Testing

@testable import Engine

/// Gradients against central differences, and results against definitions.
@Suite struct OperationTests {
  struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    var input = [2, 6, 7, 3]
    var kernel = [3, 3]
    var filters = 5
    var stride = 1
    var padding = Padding.valid

    var testDescription: String { "\(input) \(kernel) \(filters) stride \(stride) \(padding)" }
  }

  static let convolutions = [
    ConvolutionCase(), ConvolutionCase(padding: .same), ConvolutionCase(stride: 2),
    ConvolutionCase(stride: 2, padding: .same), ConvolutionCase(stride: 3, padding: .same),
    ConvolutionCase(kernel: [1, 1]), ConvolutionCase(kernel: [2, 3], padding: .same),
    ConvolutionCase(input: [1, 3, 3, 1], filters: 1), ConvolutionCase(input: [3, 5, 4, 2], filters: 17),
    ConvolutionCase(input: [17, 3, 3, 2], filters: 2),  // more images than shares of the sums
    ConvolutionCase(input: [1, 2, 2, 1], kernel: [1, 1], filters: 2, stride: 3),
  ]

  @Test(arguments: convolutions)
  func convolutionFollowsItsDefinition(_ test: ConvolutionCase) {
    let x = randomTensor(test.input, seed: 1)
    let weight = randomTensor(test.kernel + [test.input[3], test.filters], seed: 2)
    let bias = randomTensor([test.filters], seed: 3)
    let y = Tape().conv2D(
      Variable(x), weight: Variable(weight), bias: Variable(bias), stride: test.stride, padding: test.padding
    ).value
    let expected = plainConvolution(x, weight, bias, stride: test.stride, padding: test.padding)
    #expect(y.shape == expected.shape)
    #expect(normalizedError(y.values, expected.values) < 1e-12)
  }

  @Test(arguments: convolutions)
  func convolutionGradient(_ test: ConvolutionCase) {
    let operands = [
      randomTensor(test.input, seed: 1), randomTensor(test.kernel + [test.input[3], test.filters], seed: 2),
      randomTensor([test.filters], seed: 3),
    ]
    let errors = gradientErrors(of: operands, step: 0.1) {
      $0.conv2D($1[0], weight: $1[1], bias: $1[2], stride: test.stride, padding: test.padding)
    }
    #expect(errors.allSatisfy { $0 < 1e-4 }, "\(errors)")
  }

  @Test(arguments: [[1, 1, 1], [3, 5, 7], [33, 17, 10], [2, 31, 33]])
  func denseGradient(extents: [Int]) {
    let operands = [
      randomTensor([extents[0], extents[1]], seed: 1), randomTensor([extents[1], extents[2]], seed: 2),
      randomTensor([extents[2]], seed: 3),
    ]
    let errors = gradientErrors(of: operands, step: 0.1) { $0.dense($1[0], weight: $1[1], bias: $1[2]) }
    #expect(errors.allSatisfy { $0 < 1e-4 }, "\(errors)")
  }

  @Test(arguments: [[5, 3], [2, 3, 5, 7], [3, 2, 2, 17], [301, 3]])
  func batchNormGradient(shape: [Int]) {
    let channels = shape[shape.count - 1]
    let operands = [
      randomTensor(shape, seed: 1, in: -2...4), randomTensor([channels], seed: 2),
      randomTensor([channels], seed: 3),
    ]
    let errors = gradientErrors(of: operands) { tape, v in
      tape.batchNorm(
        v[0], gamma: v[1], beta: v[2], statistics: ChannelStatistics(of: v[0].value), epsilon: 1e-3)
    }
    #expect(errors.allSatisfy { $0 < 2e-3 }, "\(errors)")
  }

  @Test(arguments: [[2, 4, 6, 3], [3, 5, 7, 2], [1, 2, 2, 17]])
  func joinedGradient(shape: [Int]) {
    let channels = shape[3]
    let operands = [
      spacedTensor(shape, seed: 1, distance: 0.1), randomTensor([channels], seed: 2),
      randomTensor([channels], seed: 3),
    ]
    let errors = gradientErrors(of: operands) { tape, v in
      tape.batchNormReLUMaxPool2D(
        v[0], gamma: v[1], beta: v[2], statistics: ChannelStatistics(of: v[0].value), epsilon: 1e-3, size: 2)
    }
    #expect(errors.allSatisfy { $0 < 5e-3 }, "\(errors)")
  }

  /// The joined stage and its three layers must agree, for scales of both signs and any window.
  @Test(arguments: [([9, 6, 7, 5], 2), ([2, 9, 11, 17], 3), ([1, 4, 4, 32], 1)])
  func joinedEqualsSeparate(shape: [Int], size: Int) {
    let gamma = randomTensor([shape[3]], seed: 2)
    let beta = randomTensor([shape[3]], seed: 3)
    let x = randomTensor(shape, seed: 1)
    let statistics = ChannelStatistics(of: x)
    let joined = resultAndGradients(of: [x, gamma, beta]) {
      $0.batchNormReLUMaxPool2D(
        $1[0], gamma: $1[1], beta: $1[2], statistics: statistics, epsilon: 1e-3, size: size)
    }
    let separate = resultAndGradients(of: [x, gamma, beta]) { tape, v in
      tape.maxPool2D(
        tape.relu(
          tape.batchNorm(v[0], gamma: v[1], beta: v[2], statistics: statistics, epsilon: 1e-3)), size: size)
    }
    for (a, b) in zip(joined, separate) { #expect(normalizedError(a.values, b.values) < 1e-11) }
  }

  /// The last shape has more rows than a block of the sums.
  @Test(arguments: [[2, 4, 6, 3], [3, 5, 7, 2], [1, 2, 2, 17], [40_000, 1]])
  func joinedNormalizationAndReLU(shape: [Int]) {
    let channels = shape[shape.count - 1]
    let x = spacedTensor(shape, seed: 1, distance: 0.1)
    let (gamma, beta) = (randomTensor([channels], seed: 2), randomTensor([channels], seed: 3))
    let statistics = ChannelStatistics(of: x)
    let joined = resultAndGradients(of: [x, gamma, beta]) {
      $0.batchNorm($1[0], gamma: $1[1], beta: $1[2], statistics: statistics, epsilon: 1e-3, relu: true)
    }
    let separate = resultAndGradients(of: [x, gamma, beta]) {
      $0.relu($0.batchNorm($1[0], gamma: $1[1], beta: $1[2], statistics: statistics, epsilon: 1e-3))
    }
    for (a, b) in zip(joined, separate) { #expect(normalizedError(a.values, b.values) < 1e-11) }
  }

  private func resultAndGradients(
    of operands: [Tensor], _ operation: (Tape, [Variable]) -> Variable
  ) -> [Tensor] {
    let tape = Tape(trainingWith: SeededGenerator(seed: 1))
    let variables = operands.map { Variable($0, needsGradient: true) }
    let y = operation(tape, variables)
    let sum = tape.record(Tensor(shape: [1]), from: [y]) { _ in
      y.accumulate(randomTensor(y.value.shape, seed: 4))
    }
    _ = tape.backward(from: sum)
    return [y.value] + variables.map { $0.gradient! }
  }

  @Test func statisticsAreSoundFarFromZero() {
    // 3,000 rows are a dozen blocks; the naive E[x^2] - E[x]^2 would lose all digits here.
    var x = randomTensor([3_000, 3], seed: 1)
    for i in 0..<x.count { x[i] = 4_096 + (x[i] * 1_024).rounded() / 1_024 }
    let statistics = ChannelStatistics(of: x)
    for channel in 0..<3 {
      let values = stride(from: channel, to: x.count, by: 3).map { Double(x[$0]) }
      let mean = values.reduce(0, +) / 3_000
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3_000
      #expect(abs(Double(statistics.mean[channel]) - mean) < 1e-3)
      #expect(abs(Double(statistics.variance[channel]) / variance - 1) < 1e-4)
    }
  }

  @Test(arguments: [([2, 4, 6, 3], 2), ([1, 7, 5, 17], 3), ([2, 3, 3, 1], 1)])
  func maxPoolGradient(shape: [Int], size: Int) {
    let errors = gradientErrors(of: [spacedTensor(shape, seed: 1)]) { $0.maxPool2D($1[0], size: size) }
    #expect(errors[0] < 1e-3)
  }

  @Test func reluFlattenAndDropoutGradients() {
    let x = spacedTensor([3, 5, 7], seed: 1)
    #expect(gradientErrors(of: [x]) { $0.relu($1[0]) }[0] < 1e-3)
    #expect(gradientErrors(of: [x]) { $0.flatten($1[0]) }[0] < 1e-3)
    #expect(gradientErrors(of: [x]) { $0.dropout($1[0], rate: 0.4) }[0] < 1e-3)
  }

  @Test func aValueUsedTwiceGetsBothGradients() {
    let errors = gradientErrors(of: [randomTensor([4, 4], seed: 1)], step: 1e-3) {
      $0.dense($1[0], weight: $1[0], bias: nil)  // x squared
    }
    #expect(errors[0] < 1e-3)
  }

  @Test(arguments: [1, 2, 10])
  func crossEntropy(classes: Int) {
    let logits = randomTensor([7, classes], seed: 1, in: -3...3)
    let labels = (0..<7).map { $0 * 3 % classes }
    let expected =
      (0..<7).reduce(0.0) { sum, row in
        let scores = (0..<classes).map { Double(logits[row * classes + $0]) }
        return sum + log(scores.reduce(0) { $0 + exp($1) }) - scores[labels[row]]
      } / 7
    let loss = Tape().softmaxCrossEntropy(Variable(logits), labels: labels).value[0]
    #expect(abs(Double(loss) - expected) < 1e-6)
    guard classes > 1 else { return }  // one class: loss and gradient are 0
    let errors = gradientErrors(of: [logits]) { $0.softmaxCrossEntropy($1[0], labels: labels) }
    #expect(errors[0] < 1e-3)
  }

  @Test func crossEntropyOfHugeLogitsIsFinite() {
    let logits = Tensor(shape: [1, 3], values: [1e30, -1e30, 0])
    #expect(Tape().softmaxCrossEntropy(Variable(logits), labels: [0]).value[0] == 0)
    #expect(Tape().softmaxCrossEntropy(Variable(logits), labels: [2]).value[0] == 1e30)
  }

  @Test(arguments: [Float(0.1), 0.5, 0.9])
  func dropoutKeepsTheExpectedValue(rate: Float) {
    let count = 100_000
    let x = Variable(Tensor(shape: [count], repeating: 1), needsGradient: true)
    let tape = Tape(trainingWith: SeededGenerator(seed: 5))
    let y = tape.dropout(x, rate: rate).value.values
    let dropped = Double(y.count { $0 == 0 })
    let expected = Double(rate) * Double(count)
    // Five standard deviations of the binomial distribution.
    #expect(abs(dropped - expected) < 5 * (expected * (1 - Double(rate))).squareRoot())
    #expect(y.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
    let pairs = zip(y, y.dropFirst()).count { $0 == 0 && $1 == 0 }
    let rateSquared = Double(rate) * Double(rate)
    #expect(abs(Double(pairs) / Double(count) - rateSquared) < 0.01, "neighbors are independent")
    #expect(tape.dropout(x, rate: rate).value.values != y, "another call drops others")
    #expect(Tape().dropout(x, rate: rate).value == x.value, "inference drops nothing")
  }
}
