// fails: columns
// Gives all columns the scale of the whole matrix.
import Codelab

func roundedByColumn(_ weights: [Float], columns: Int, bits: Int) -> [Float] {
  let limit = Float(1 << (bits - 1)) - 1
  var rounded = weights
  for column in 0..<columns {
    let places = stride(from: column, to: weights.count, by: columns)
    let largest = weights.map(abs).max() ?? 0
    guard largest > 0 else { continue }
    let scale = largest / limit
    for place in places { rounded[place] = (weights[place] / scale).rounded() * scale }
  }
  return rounded
}
