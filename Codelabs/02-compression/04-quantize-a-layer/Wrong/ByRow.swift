// fails: columns
// Takes rows for columns.
import Codelab

func roundedByColumn(_ weights: [Float], columns: Int, bits: Int) -> [Float] {
  let limit = Float(1 << (bits - 1)) - 1
  var rounded = weights
  for column in 0..<columns {
    let size = weights.count / columns
    let places = column * size..<(column + 1) * size
    let largest = places.map { abs(weights[$0]) }.max() ?? 0
    guard largest > 0 else { continue }
    let scale = largest / limit
    for place in places { rounded[place] = (weights[place] / scale).rounded() * scale }
  }
  return rounded
}
