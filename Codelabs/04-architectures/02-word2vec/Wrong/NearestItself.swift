// fails: nearest
// Finds the word itself first.
import Codelab
import Foundation

func nearest(to place: Int, in vectors: [[Float]], count: Int) -> [Int] {
  let cosines = vectors.map { cosine($0, vectors[place]) }
  return Array(vectors.indices.sorted { cosines[$0] > cosines[$1] }.prefix(count))
}
