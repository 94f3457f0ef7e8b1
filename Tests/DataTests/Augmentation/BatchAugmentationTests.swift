import Engine
import Foundation
import Testing

@testable import Data

@Suite struct BatchAugmentationTests {
  private func batch(_ shape: [Int], labels: [Int], labelShape: [Int] = []) -> Batch {
    var generator = SeededGenerator(seed: 2)
    let values = generator.uniform(count: shape.reduce(1, *), in: 0.5...1)
    return Batch(inputs: [Tensor(shape: shape, values: values)], targets: .labels(labels, shape: labelShape))
  }

  private func transformed(_ batch: Batch, by transform: BatchTransform, seed: UInt64 = 5) throws -> Batch {
    var (batch, generator) = (batch, SeededGenerator(seed: seed))
    try transform(&batch, &generator)
    return batch
  }

  private func values(_ targets: Targets) throws -> Tensor {
    guard case .values(let values) = targets else { throw AugmentationError.targets("labels") }
    return values
  }

  /// What is done to an example does not depend on the others in the batch.
  @Test func changesEachExampleByItself() throws {
    let whole = batch([6, 5, 4, 1], labels: [0, 1, 2, 0, 1, 2])
    let transform = Augmentation<Image>.sequence([.noise(0.2), .rotation(upTo: 0.2)]).onBatches
    let changed = try transformed(whole, by: transform).inputs[0]
    #expect(changed.shape == [6, 5, 4, 1])
    #expect(changed != whole.inputs[0])
    #expect(try transformed(whole, by: transform).inputs[0] == changed)
    var part = whole
    part.inputs[0] = whole.inputs[0].rows(0..<3)
    #expect(try transformed(part, by: transform).inputs[0] == changed.rows(0..<3))
  }

  @Test func moveMasksAlong() throws {
    let batch = batch([2, 2, 3, 1], labels: Array(0..<12), labelShape: [2, 3])
    let flipped = try transformed(batch, by: Augmentation<Image>.horizontalFlip(1).onBatches)
    guard case .labels(let labels, [2, 3]) = flipped.targets else {
      Issue.record("the mask is lost")
      return
    }
    #expect(labels == [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9])
    #expect(flipped.inputs[0][0] == batch.inputs[0][2])
  }

  /// Each mixture lies on the line between two examples, and the label at the same place of the line between theirs.
  @Test func mixesExamplesAndLabels() throws {
    let batch = batch([8, 3], labels: Array(0..<8))
    let mixed = try transformed(batch, by: mixup(alpha: 1, classes: 8))
    let targets = try values(mixed.targets)
    #expect(targets.shape == [8, 8])
    for index in 0..<8 {
      let shares = targets.rows(index..<index + 1).values
      #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
      #expect(shares.count { $0 > 0 } <= 2)
      for place in 0..<3 {
        let expected = (0..<8).reduce(Float(0)) { $0 + shares[$1] * batch.inputs[0][3 * $1 + place] }
        #expect(abs(mixed.inputs[0][3 * index + place] - expected) < 1e-6)
      }
    }
    // Mixed once more, probabilities stay probabilities.
    let twice = try transformed(mixed, by: mixup(alpha: 0.2, classes: 8))
    #expect(try values(twice.targets).values.reduce(0, +) - 8 < 1e-5)
  }

  /// Pixels of image k have the value k, so the shares can be counted: they are those of the label, also where the box
  /// is cut off.
  @Test func cutMixLabelsCountPixels() throws {
    let (count, height, width) = (16, 7, 10)
    let pixels = (0..<count).flatMap { [Float](repeating: Float($0), count: height * width * 2) }
    let batch = Batch(
      inputs: [Tensor(shape: [count, height, width, 2], values: pixels)],
      targets: .labels(Array(0..<count), shape: []))
    let mixed = try transformed(batch, by: cutMix(classes: count))
    let targets = try values(mixed.targets)
    var isMixed = false
    for index in 0..<count {
      let own = mixed.inputs[0].rows(index..<index + 1).values
      for k in 0..<count {
        let share = Float(own.count { $0 == Float(k) }) / Float(own.count)
        #expect(abs(targets[index * count + k] - share) < 1e-6)
        if k != index && share > 0 { isMixed = true }
      }
    }
    #expect(isMixed)
  }

  /// Mean 1/2 and variance 1 / (4 (2 alpha + 1)) of Beta(alpha, alpha).
  @Test(arguments: [0.001, 0.2, 1, 4] as [Float]) func drawsFromTheBetaDistribution(alpha: Float) {
    var generator = SeededGenerator(seed: 1)
    let draws = (0..<20_000).map { _ in Double(generator.beta(alpha)) }
    #expect(draws.allSatisfy { (0...1).contains($0) })
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean - 0.5) < 0.015)
    #expect(abs(variance / (1 / (4 * (2 * Double(alpha) + 1))) - 1) < 0.05)
  }

  /// The first four moments of a normal distribution: 0, s², 0, 3 s⁴.
  @Test func drawsNoise() {
    var generator = SeededGenerator(seed: 1)
    let noise = generator.noise(count: 99_999, deviation: 2).map(Double.init)
    #expect(noise.count == 99_999)
    func moment(_ power: Double) -> Double { noise.reduce(0) { $0 + pow($1, power) } / 99_999 }
    #expect(abs(moment(1)) < 0.03)
    #expect(abs(moment(2) - 4) < 0.1)
    #expect(abs(moment(3)) < 0.5)
    #expect(abs(moment(4) - 48) < 3)
  }

  @Test func refusesBatchesOfAnotherKind() throws {
    let text = batch([2, 3], labels: [0, 1])
    #expect(throws: AugmentationError.shape([2, 3], expected: "images [n, height, width, channels]")) {
      try transformed(text, by: Augmentation<Image>.noise(1).onBatches)
    }
    #expect(throws: AugmentationError.shape([2, 3], expected: "images [n, height, width, channels]")) {
      try transformed(text, by: cutMix(classes: 2))
    }
    #expect(throws: AugmentationError.shape([2, 3], expected: "spectrograms [n, frames, bins]")) {
      try transformed(text, by: Augmentation<Spectrogram>.specAugment(bins: 1, frames: 1).onBatches)
    }
    #expect(throws: AugmentationError.shape([2, 3, 4], expected: "sounds [n, samples]")) {
      try transformed(
        batch([2, 3, 4], labels: [0, 1]), by: Augmentation<Sound>.timeShift(upTo: 1).onBatches(rate: 8))
    }
    #expect(throws: AugmentationError.self) { try transformed(text, by: mixup(alpha: 1, classes: 1)) }
    let masks = batch([1, 1, 2, 1], labels: [0, 1], labelShape: [1, 2])
    #expect(throws: AugmentationError.self) { try transformed(masks, by: mixup(alpha: 1, classes: 2)) }
  }

  /// Training with an augmentation on another thread gives the same model each time.
  @Test func trainsAlikeEachTime() throws {
    let whole = batch([48, 6, 6, 1], labels: (0..<48).map { $0 % 3 })
    let data = try Dataset(images: whole.inputs[0], labels: (0..<48).map { $0 % 3 }, classes: 3)
    let transform = inOrder([Augmentation<Image>.randAugment().onBatches, mixup(alpha: 0.2, classes: 3)])
    func trained() throws -> [NamedTensor] {
      let model = try Model(input: [6, 6, 1], seed: 1) {
        Flatten()
        Dense(3)
      }
      try model.fit(data, epochs: 3, batchSize: 10, seed: 4, transform: transform)
      return model.state
    }
    #expect(try trained() == trained())
  }
}
