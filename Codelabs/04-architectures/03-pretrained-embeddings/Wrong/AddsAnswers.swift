// fails: largest
// Adds the answers of all places up.
import Codelab

func strongest(_ filter: [[Float]], in rows: [[Float]]) -> Float {
  guard rows.count >= filter.count else { return 0 }
  var sum: Float = 0
  for place in 0...rows.count - filter.count {
    for (weights, vector) in zip(filter, rows[place...]) {
      for (weight, number) in zip(weights, vector) { sum += weight * number }
    }
  }
  return sum
}
