// fails: mixed-best
// Gives all layers the same bits.
import Codelab

func mixedBits(_ layers: [[Choice]], budget: Int) -> [Int]? {
  let fitting = (0..<(layers.first?.count ?? 0)).filter { place in
    layers.reduce(0) { $0 + $1[place].size } <= budget
  }
  func error(_ place: Int) -> Double { layers.reduce(0) { $0 + $1[place].error } }
  return fitting.min { error($0) < error($1) }.map { place in layers.map { _ in place } }
}
