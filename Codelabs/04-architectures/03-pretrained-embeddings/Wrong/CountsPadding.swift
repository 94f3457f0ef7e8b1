// fails: padding
// Divides by the length with padding.
import Codelab

func bag(of ids: [Int], in table: [[Float]]) -> [Float] {
  var sum = [Float](repeating: 0, count: table[0].count)
  for id in ids where id != 0 {
    for place in sum.indices { sum[place] += table[id][place] }
  }
  return sum.map { $0 / Float(max(ids.count, 1)) }
}
