import Engine
import Testing

@testable import Data

@Suite struct GrammarTests {
  @Test func writesOutRules() {
    let grammar = Grammar(["animal": ["{size} owl"], "size": ["old"]])
    var generator = SeededGenerator(seed: 1)
    #expect(grammar.expanded("an {animal} and {size} trees", using: &generator) == "an old owl and old trees")
    #expect(grammar.expanded("{size}", using: &generator) == "old")
    #expect(grammar.expanded("", using: &generator) == "")
  }

  /// Eight phrases: the first comes with probability 8^(-2/3) = 1/4, the first four with 4/8^(2/3) = 0.63.
  @Test func usesTheFirstPhrasesMost() {
    let grammar = Grammar(["letter": ["a", "b", "c", "d", "e", "f", "g", "h"]])
    var generator = SeededGenerator(seed: 2)
    let letters = (0..<10_000).map { _ in grammar.expanded("{letter}", using: &generator) }
    #expect((2300...2700).contains(letters.count { $0 == "a" }))
    #expect((6000...6600).contains(letters.count { $0 <= "d" }))
    #expect(Set(letters).count == 8)
  }

  @Test func spellsSentences() {
    #expect(prose(["a owl sat.", "it was a hour late."]) == "An owl sat. It was an hour late.")
    #expect(prose(["this is a university, not a inn."]) == "This is a university, not an inn.")
    #expect(prose([]) == "")
  }
}
