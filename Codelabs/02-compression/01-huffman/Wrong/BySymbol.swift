// fails: canonical
// Gives words out in the order of the symbols, whatever their lengths.
import Codelab
import Foundation

func codeWords(_ lengths: [Int]) -> [String] {
  var words = [String](repeating: "", count: lengths.count)
  var next = 0
  var length = 0
  let order = lengths.indices.filter { lengths[$0] > 0 }
  for symbol in order {
    next = lengths[symbol] > length ? next << (lengths[symbol] - length) : next >> (length - lengths[symbol])
    length = lengths[symbol]
    let digits = String(next, radix: 2)
    words[symbol] = String(repeating: "0", count: length - digits.count) + digits
    next += 1
  }
  return words
}
