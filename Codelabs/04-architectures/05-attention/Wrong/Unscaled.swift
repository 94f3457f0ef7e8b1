// fails: scaled
// Forgets the scale.
import Codelab
import Foundation

func scores(of query: [Float], keys: [[Float]]) -> [Float] {
  keys.map { key in
    var sum: Float = 0
    for (number, other) in zip(query, key) { sum += number * other }
    return sum
  }
}
