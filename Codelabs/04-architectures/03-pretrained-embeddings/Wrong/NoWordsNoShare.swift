// fails: no-words
// Says 0 where there are no words.
import Codelab

func coverage(of texts: [[String]], by known: Set<String>) -> Double {
  let words = texts.joined()
  return Double(words.count { known.contains($0) }) / Double(max(words.count, 1))
}
