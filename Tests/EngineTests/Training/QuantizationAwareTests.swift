import Foundation
import Testing

@testable import Engine

@Suite struct QuantizationAwareTests {
  private func network(seed: UInt64 = 3) throws -> Model {
    try Model(input: [12, 12, 1], seed: seed) {
      Conv2D(6, kernel: 3)
      BatchNorm(momentum: 0.8)
      ReLU()
      MaxPool2D(2)
      Conv2D(8, kernel: 3)
      BatchNorm(momentum: 0.8)
      ReLU()
      Flatten()
      Dropout(0.1)
      Dense(12)
      ReLU()
      Dense(4)
    }
  }

  /// Points of a square, whose class is the arm of a spiral they lie on: borders that coarse weights blur.
  private func spiral(count: Int, seed: UInt64) throws -> Dataset {
    let points = randomTensor([count, 2], seed: seed)
    let labels = (0..<count).map { row in
      let (x, y) = (Double(points[2 * row]), Double(points[2 * row + 1]))
      let turn = (atan2(y, x) / (2 * .pi) + 0.5 * (x * x + y * y).squareRoot() + 1) * 3
      return Int(turn.rounded(.down)) % 3
    }
    return try Dataset(images: points, labels: labels, classes: 3)
  }

  @Test func roundsWhatTheProgramRounds() throws {
    let aware = try network().quantizationAware(weightBits: 4, momentum: 0.9)
    #expect(
      aware.layers.map(\.name) == [
        "fakeQuantize_1", "conv2d_1", "batchNorm_1", "relu_1", "maxPool2d_1", "fakeQuantize_2", "conv2d_2",
        "batchNorm_2", "relu_2", "fakeQuantize_3", "flatten_1", "dropout_1", "dense_1", "relu_3",
        "fakeQuantize_4", "dense_2", "fakeQuantize_5",
      ])
    #expect(aware.layers.dropFirst().enumerated().allSatisfy { $1.inputs == [.layer($0)] })
    #expect(aware.layers[0].inputs == [.input(0)])
    #expect(
      aware.parameters.filter { $0.rounding?.bits == 4 }.map(\.name) == [
        "conv2d_1/weight", "conv2d_2/weight", "dense_1/weight", "dense_2/weight",
      ])
    #expect(aware.trainableParameterCount == (try network().trainableParameterCount))
  }

  /// On random images, the model with fake quantization and the program with integers end a step or two apart: values
  /// between two steps may fall either way, and biases are rounded too, coarsely where weights have few bits.
  @Test(arguments: [2, 3, 4, 8]) func theProgramComputesWhatWasTrained(bits: Int) throws {
    let aware = try network().quantizationAware(weightBits: bits, momentum: 0.9)
    try aware.fit(
      try squares(count: 256, seed: 5), epochs: 4, batchSize: 32, optimizer: Adam(learningRate: 0.01))
    let program = try aware.quantized()
    let images = randomTensor([300, 12, 12, 1], seed: 6, in: -1.5...2.5)
    let logits = try aware.predict(images)
    let integers = try program.logits(images: images)
    let step = try #require(program.layers.last { $0.kind == "dense" }?.outputQuantization).scale
    let distances = zip(logits.values, integers.values).map { abs($0 - $1) / step }
    #expect(distances.max()! < 2.01)
    #expect(distances.count { $0 > 0.5 } < distances.count / 3)
    for (row, answer) in try program.predict(images).enumerated() {
      let scores = logits.values[4 * row..<4 * row + 4]
      // Of scores that are as good as equal, either may win.
      #expect(scores.max()! - scores[4 * row + answer] <= 2.01 * step)
    }
    #expect(program.layers.compactMap { $0.quantizedWeight?.bits } == [bits, bits, bits, bits])
  }

  /// Batch normalization is folded into weights after the training that rounded them before; with one scale an output
  /// the integers are the same, but for the sign of gamma.
  @Test func foldingKeepsTheIntegers() throws {
    let aware = try network().quantizationAware(weightBits: 4, momentum: 0.9)
    try aware.fit(try squares(count: 64, seed: 5), epochs: 2, batchSize: 16)
    let values = Dictionary(uniqueKeysWithValues: aware.parameters.map { ($0.name, $0.value) })
    let gamma = randomTensor([6], seed: 8)  // of both signs
    aware.parameters.first { $0.name == "batchNorm_1/gamma" }!.value = gamma
    let trained = try QuantizedTensor(#require(values["conv2d_1/weight"]), bits: 4).values
    let folded = try #require(aware.quantized().layers.first { $0.name == "conv2d_1" }?.quantizedWeight)
      .values
    #expect(folded == trained.enumerated().map { gamma[$0 % 6] < 0 ? -$1 : $1 })
  }

  /// Rounding a trained network against training on with the rounding, and as long without.
  @Test(arguments: [(2, 0.12), (3, 0.03)]) func trainingWithRoundingBeatsRoundingAfterwards(
    bits: Int, margin: Double
  ) throws {
    let (data, test) = (try spiral(count: 1024, seed: 5), try spiral(count: 1000, seed: 6))
    let model = try Model(input: [2], seed: 2) {
      Dense(24)
      BatchNorm(momentum: 0.9)
      ReLU()
      Dense(24)
      BatchNorm(momentum: 0.9)
      ReLU()
      Dense(3)
    }
    try model.fit(data, epochs: 30, batchSize: 32, optimizer: Adam(learningRate: 0.01))
    let aware = try model.quantizationAware(weightBits: bits, momentum: 0.9)
    for network in [model, aware] {
      try network.fit(data, epochs: 15, batchSize: 32, optimizer: Adam(learningRate: 0.005))
    }
    func accuracy(_ program: Program) throws -> Double {
      Double(zip(try program.predict(test.images), test.labels).count { $0 == $1 }) / 1000
    }
    let before = try accuracy(aware.quantized())
    let after = try accuracy(model.quantized(calibration: data.images, weightBits: bits))
    #expect(before > after + margin, "\(bits) bits: \(before) against \(after)")
    #expect(try accuracy(model.compiled()) > 0.93)
  }

  @Test func theModelItselfStaysAsItWas() throws {
    let model = try network()
    let state = model.state
    let aware = try model.quantizationAware(momentum: 0.9)
    try aware.fit(try squares(count: 64, seed: 5), batchSize: 16)
    #expect(model.state == state)
    let other = try model.quantizationAware(momentum: 0.9)
    try other.restore(aware.state)
    let images = randomTensor([5, 12, 12, 1], seed: 7)
    #expect(try other.predict(images) == aware.predict(images))
    #expect(try other.quantized().logits(images: images) == aware.quantized().logits(images: images))
  }

  @Test func rangesFollowTheBatches() throws {
    let layer = FakeQuantize(momentum: 0.75)
    var generator = SeededGenerator(seed: 0)
    let parameters = layer.makeParameters(for: [[2]], name: "q", using: &generator)
    func run(_ values: [Float], training: Bool = true) -> [Float] {
      let tape = training ? Tape(trainingWith: generator) : Tape()
      let x = Variable(Tensor(shape: [1, 2], values: values))
      return layer.apply(to: [x], parameters: parameters, on: tape).value.values
    }
    #expect(run([0.123, 77], training: false) == [0.123, 77])
    #expect(run([-1, 254]) == [-1, 254])
    #expect(parameters[0].value.values == [-1, 254])
    _ = run([-5, 54])
    #expect(parameters[0].value.values == [-2, 204])
    _ = run([.nan, 3])
    #expect(parameters[0].value.values == [-2, 204])
    #expect(run([-50, 1000], training: false).map { $0.rounded() } == [-2, 204])
  }

  @Test func whatCannotBeQuantizedIsAnError() throws {
    let model = try network()
    #expect(throws: QuantizationError.bits(1)) { try model.quantizationAware(weightBits: 1) }
    #expect(throws: QuantizationError.noLearnedRange(layer: "input")) {
      try model.quantizationAware().quantized()
    }
    #expect { try model.quantized() } throws: { "\($0)".contains("quantizationAware") }
    #expect(throws: ModelError.self) { try model.quantizationAware().quantizationAware() }
    #expect(throws: ModelError.self) { try model.quantizationAware(momentum: 2) }
  }

  /// A layer whose sums do not fit 32 bits stays float; its weights and results are not rounded in training either.
  @Test func whatStaysFloatIsNotRounded() throws {
    let model = try Model(input: [70_000]) {
      Dense(1)
      Dense(2)
    }
    let aware = try model.quantizationAware()
    #expect(aware.parameters.filter { $0.rounding != nil }.map(\.name) == ["dense_2/weight"])
    try aware.fit(
      try Dataset(images: Tensor(shape: [2, 70_000], repeating: 0.01), labels: [0, 1], classes: 2), epochs: 1,
      batchSize: 2)
    #expect(try aware.quantized().fallbacks.map(\.layer) == ["dense_1"])
  }
}
