// fails: synonyms
// Always takes the first synonym.
import Codelab

func substituting(
  _ share: Double, in words: [String], from thesaurus: [String: [String]],
  using random: inout SeededGenerator
) -> [String] {
  words.map { word in
    guard let synonyms = thesaurus[word], !synonyms.isEmpty,
      Double.random(in: 0..<1, using: &random) < share
    else { return word }
    return synonyms[0]
  }
}
