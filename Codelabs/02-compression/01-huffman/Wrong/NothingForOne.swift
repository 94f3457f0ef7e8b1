// fails: single
// Gives the only symbol a word of no bits.
import Codelab
import Foundation

func codeLengths(_ counts: [Int]) -> [Int] {
  var lengths = [Int](repeating: 0, count: counts.count)
  var groups = counts.indices.filter { counts[$0] > 0 }.map { (count: counts[$0], symbols: [$0]) }
  while groups.count > 1 {
    groups.sort { $0.count > $1.count }
    let rarest = groups.removeLast()
    let second = groups.removeLast()
    let joined = rarest.symbols + second.symbols
    for symbol in joined { lengths[symbol] += 1 }
    groups.append((count: rarest.count + second.count, symbols: joined))
  }
  return lengths
}
