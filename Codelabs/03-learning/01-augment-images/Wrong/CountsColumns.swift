// fails: preserved
// Divides by how many images were taken for the class.
import Codelab
import Foundation

func preserved(_ counts: [[Int]], share: Double) -> [Int] {
  counts.indices.filter { label in
    let all = counts.reduce(0) { $0 + $1[label] }
    return all > 0 && Double(counts[label][label]) >= share * Double(all)
  }
}
