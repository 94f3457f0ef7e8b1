// fails: word-lengths
// Drops the zeros that a word begins with.
import Codelab
import Foundation

func codeWords(_ lengths: [Int]) -> [String] {
  var words = [String](repeating: "", count: lengths.count)
  var next = 0
  var length = 0
  let order = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  for symbol in order {
    next <<= lengths[symbol] - length
    length = lengths[symbol]
    let digits = String(next, radix: 2)
    words[symbol] = digits
    next += 1
  }
  return words
}
