// fails: decoded
// Does not begin a new word after a symbol.
import Codelab
import Foundation

func decode(_ bits: String, words: [String]) -> [Int] {
  let symbols = Dictionary(
    words.enumerated().filter { !$0.element.isEmpty }.map { ($0.element, $0.offset) },
    uniquingKeysWith: { first, _ in first })
  var decoded: [Int] = []
  var word = ""
  for bit in bits {
    word.append(bit)
    guard let symbol = symbols[word] else { continue }
    decoded.append(symbol)
    word.removeFirst()
  }
  return decoded
}
