// fails: largest
// Turns the filter around.
import Codelab

func strongest(_ filter: [[Float]], in rows: [[Float]]) -> Float {
  guard rows.count >= filter.count else { return 0 }
  let answers = (0...rows.count - filter.count).map { place -> Float in
    var sum: Float = 0
    for (weights, vector) in zip(filter.reversed(), rows[place...]) {
      for (weight, number) in zip(weights, vector) { sum += weight * number }
    }
    return sum
  }
  return answers.max() ?? 0
}
