// fails: nearest
// Finds the farthest words.
import Codelab
import Foundation

func nearest(to place: Int, in vectors: [[Float]], count: Int) -> [Int] {
  let cosines = vectors.map { cosine($0, vectors[place]) }
  let others = vectors.indices.filter { $0 != place }
  return Array(others.sorted { cosines[$0] < cosines[$1] }.prefix(count))
}
