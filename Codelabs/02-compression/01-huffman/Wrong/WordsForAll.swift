// fails: absent
// Gives words to symbols that do not occur.
import Codelab
import Foundation

func codeLengths(_ counts: [Int]) -> [Int] {
  var lengths = [Int](repeating: 0, count: counts.count)
  var groups = counts.indices.map { (count: counts[$0], symbols: [$0]) }
  if groups.count == 1 { lengths[groups[0].symbols[0]] = 1 }
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
