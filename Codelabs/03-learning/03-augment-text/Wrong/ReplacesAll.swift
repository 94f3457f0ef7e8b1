// fails: replaced-share
// Replaces every word that has synonyms.
import Codelab

func substituting(
  _ share: Double, in words: [String], from thesaurus: [String: [String]],
  using random: inout SeededGenerator
) -> [String] {
  words.map { word in
    guard let synonyms = thesaurus[word], !synonyms.isEmpty else { return word }
    return synonyms[Int.random(in: synonyms.indices, using: &random)]
  }
}
