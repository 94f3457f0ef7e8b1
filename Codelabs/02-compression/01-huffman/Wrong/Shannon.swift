// fails: shortest
// Rounds each symbol's own number of bits up, as Shannon did before Huffman.
import Codelab
import Foundation

func codeLengths(_ counts: [Int]) -> [Int] {
  let total = Double(counts.reduce(0, +))
  return counts.map { $0 > 0 ? max(1, Int(log2(total / Double($0)).rounded(.up))) : 0 }
}
