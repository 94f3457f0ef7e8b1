// fails: canonical
// Counts on without appending zeros where words grow longer.
import Codelab
import Foundation

func codeWords(_ lengths: [Int]) -> [String] {
  var words = [String](repeating: "", count: lengths.count)
  var next = 0
  var length = 0
  let order = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  for symbol in order {
    length = lengths[symbol]
    let digits = String(next, radix: 2)
    words[symbol] = String(repeating: "0", count: length - digits.count) + digits
    next += 1
  }
  return words
}
