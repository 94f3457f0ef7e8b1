// fails: coverage
// Counts each word once, however often it stands there.
import Codelab

func coverage(of texts: [[String]], by known: Set<String>) -> Double {
  let words = Set(texts.joined())
  return words.isEmpty ? 1 : Double(words.intersection(known).count) / Double(words.count)
}
