import Engine
import Testing

@testable import Data

@Suite struct TextTests {
  @Test func findsWords() {
    #expect(words(of: "It's 3 o'clock -- DON'T!") == ["it's", "3", "o'clock", "don't"])
    #expect(
      words(of: "'quoted' it\u{2019}s a''b Ünder_score\n") == ["quoted", "it's", "a", "b", "ünder", "score"])
    #expect(words(of: " ... ").isEmpty)
    #expect(nGrams(["it", "was", "not", "bad"], count: 2) == ["it was", "was not", "not bad"])
    #expect(nGrams(["it"], count: 2).isEmpty)
    #expect(nGrams(["a", "b"], count: 1) == ["a", "b"])
  }

  @Test func countsAndNumbersWords() throws {
    let texts = ["b a c", "B a", "b d"]
    let vocabulary = Vocabulary(of: texts, size: 5)
    #expect(vocabulary.words == ["", "[unknown]", "b", "a", "c"])
    #expect(vocabulary.counts == [0, 0, 3, 2, 1])
    #expect(vocabulary.ids(of: "A? d, b.", length: 5) == [3, 1, 2, 0, 0])
    #expect(vocabulary.ids(of: "a b c", length: 2) == [3, 2])
    #expect(Vocabulary(of: texts, size: 100).size == 6)
    #expect(Vocabulary(of: [], size: 2).ids(of: "a", length: 1) == [1])
    let data = try vocabulary.dataset(
      of: [LabeledText(text: "a b", label: 1), LabeledText(text: "", label: 0)], length: 3, classes: 2)
    #expect(data.images == Tensor(shape: [2, 3], values: [3, 2, 0, 0, 0, 0]))
    #expect(data.labels == [1, 0])
  }

  /// The published values of FNV-1a with 32 bits, from the tests of its authors.
  @Test func hashesAlikeEverywhere() {
    #expect(fingerprint(of: "") == 0x811C_9DC5)
    #expect(fingerprint(of: "a") == 0xE40C_292C)
    #expect(fingerprint(of: "foobar") == 0xBF9C_F968)
    let hashed = HashedVocabulary(size: 1000)
    #expect(hashed.id(of: "a") == 1 + Int(stableHash(0xE40C_292C) % 999))
    let ids = (0..<2000).map { hashed.id(of: "word \($0)") }
    #expect(ids.allSatisfy { (1..<1000).contains($0) })
    // Of 999 numbers, 2000 words at random leave out 999 (998 / 999)^2000, about 135.
    #expect((800...930).contains(Set(ids).count))
    #expect(HashedVocabulary(size: 2).ids(of: "x y", length: 3) == [1, 1, 0])
  }
}
