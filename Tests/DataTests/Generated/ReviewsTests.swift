import Engine
import Testing

@testable import Data

@Suite struct ReviewsTests {
  private let reviews = Reviews.generate()

  @Test func isSound() {
    expectSound(reviews, train: 4000, test: 1000)
    #expect(reviews.classNames == ["negative", "positive"])
    let lengths = reviews.train.map { words($0.text).count }
    #expect(lengths.allSatisfy { (4...60).contains($0) })
    #expect((20...26).contains(lengths.reduce(0, +) / lengths.count))
    let vocabulary = Set(reviews.train.flatMap { words($0.text) })
    #expect((400...500).contains(vocabulary.count))
    #expect(Set(reviews.test.flatMap { words($0.text) }).subtracting(vocabulary).count <= 5)
  }

  @Test func isTheSameForTheSameSeed() {
    #expect(checksum(reviews) == 1_370_444_269_139_518_527)
    let few = Reviews.generate(seed: 3, train: 20, test: 10)
    #expect(few == Reviews.generate(seed: 3, train: 20, test: 10))
    #expect(few != Reviews.generate(seed: 4, train: 20, test: 10))
  }

  /// Counting words must beat chance, and must not be enough.
  @Test func wordOrderMatters() throws {
    #expect((0.55...0.75).contains(try bagOfWordsAccuracy(reviews, epochs: 10)))
  }

  /// A network that sees five words at a time must get most of them right.
  @Test func wordOrderIsEnough() throws {
    let vocabulary = Vocabulary(of: reviews.train.map(\.text), size: 600)
    let model = try Model(input: [48], seed: 1) {
      Embedding(vocabulary.size, width: 32)
      Conv1D(32, kernel: 5, padding: .same)
      ReLU()
      GlobalMaxPool()
      Dense(2)
    }
    func dataset(_ part: [LabeledText]) throws -> Dataset {
      try vocabulary.dataset(of: part, length: 48, classes: 2)
    }
    try model.fit(dataset(reviews.train), epochs: 3, optimizer: Adam(learningRate: 0.004))
    #expect(try model.evaluate(dataset(reviews.test)).accuracy >= 0.9)
  }
}
