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
}
