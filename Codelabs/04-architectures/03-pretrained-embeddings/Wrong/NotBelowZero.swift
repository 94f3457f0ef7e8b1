// fails: largest
// Starts the maximum with 0, so that no answer can be negative.
import Codelab

func strongest(_ filter: [[Float]], in rows: [[Float]]) -> Float {
  guard rows.count >= filter.count else { return 0 }
  var largest: Float = 0
  for place in 0...rows.count - filter.count {
    var sum: Float = 0
    for (weights, vector) in zip(filter, rows[place...]) {
      for (weight, number) in zip(weights, vector) { sum += weight * number }
    }
    largest = max(largest, sum)
  }
  return largest
}
