// fails: zero-column
// Divides by the scale of a column that is all zeros.
import Codelab

func roundedByColumn(_ weights: [Float], columns: Int, bits: Int) -> [Float] {
  let limit = Float(1 << (bits - 1)) - 1
  var rounded = weights
  for column in 0..<columns {
    let places = stride(from: column, to: weights.count, by: columns)
    let largest = places.map { abs(weights[$0]) }.max() ?? 0
    let scale = largest / limit
    for place in places { rounded[place] = (weights[place] / scale).rounded() * scale }
  }
  return rounded
}
