// fails: shortest
// Gives every symbol a word of the same length.
import Codelab
import Foundation

func codeLengths(_ counts: [Int]) -> [Int] {
  let present = counts.count { $0 > 0 }
  let length = max(1, Int(log2(Double(max(present, 1))).rounded(.up)))
  return counts.map { $0 > 0 ? length : 0 }
}
