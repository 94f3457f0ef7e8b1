// fails: short
// Lets the filter hang over the end of the text.
import Codelab

func strongest(_ filter: [[Float]], in rows: [[Float]]) -> Float {
  let answers = (0..<max(rows.count - filter.count + 1, 1)).map { place -> Float in
    var sum: Float = 0
    for (weights, vector) in zip(filter, rows.dropFirst(place)) {
      for (weight, number) in zip(weights, vector) { sum += weight * number }
    }
    return sum
  }
  return answers.max() ?? 0
}
