// fails: coverage
// Takes the mean of the texts' shares, so that short texts count as much as long ones.
import Codelab

func coverage(of texts: [[String]], by known: Set<String>) -> Double {
  let shares = texts.filter { !$0.isEmpty }.map { words in
    Double(words.count { known.contains($0) }) / Double(words.count)
  }
  return shares.isEmpty ? 1 : shares.reduce(0, +) / Double(shares.count)
}
