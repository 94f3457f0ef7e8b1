import Testing

@testable import Data

@Suite struct TopicsTests {
  private let topics = Topics.generate()

  @Test func isSound() {
    expectSound(topics, train: 7000, test: 1400)
    #expect(topics.classNames.count == 14)
    #expect(topics.classNames.prefix(3) == ["company", "school", "artist"])
    let lengths = topics.train.map { words($0.text).count }
    #expect(lengths.allSatisfy { (8...80).contains($0) })
    #expect((22...32).contains(lengths.reduce(0, +) / lengths.count))
    #expect((1000...1400).contains(Set(topics.train.flatMap { words($0.text) }).count))
  }

  @Test func isTheSameForTheSameSeed() {
    #expect(checksum(topics) == 12_051_077_374_216_264_092)
    let few = Topics.generate(seed: 3, train: 28, test: 14)
    #expect(few == Topics.generate(seed: 3, train: 28, test: 14))
    #expect(few != Topics.generate(seed: 4, train: 28, test: 14))
  }

  /// The unlabeled texts speak of the same things in other sentences.
  @Test func unlabeledTextsAreOthers() {
    let unlabeled = Topics.unlabeled()
    #expect(unlabeled.count == 20_000)
    #expect(checksum(unlabeled.prefix(100).flatMap { Array($0.utf8) }) == 17_186_819_930_125_069_386)
    let labeled = Set((topics.train + topics.test).map(\.text))
    #expect(unlabeled.count { labeled.contains($0) } < 20)
    let known = Set(unlabeled.flatMap { words($0) })
    #expect(Set(topics.test.flatMap { words($0.text) }).subtracting(known).count < 10)
  }

  /// Counting words must get most of them right, and not all.
  @Test func wordsAreNotEnough() throws {
    #expect((0.85...0.95).contains(try bagOfWordsAccuracy(topics, epochs: 4)))
  }
}
