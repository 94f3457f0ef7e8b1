/// The positions of vectors in the plane in which they vary most: their first two principal components.
///
/// By power iteration on the covariance, the second time without the direction found first (deflation); see Golub and
/// Van Loan, "Matrix computations", section 8.2. It starts from the same vector every time, and the larger coordinates
/// of each direction are made positive, so that equal vectors give equal maps.
///
/// - Parameters:
///   - values: the vectors one after the other.
///   - rows: how many vectors.
func principalPlane(of values: [Double], rows: Int) -> [(x: Double, y: Double)] {
  guard rows > 0 else { return [] }
  let width = values.count / rows
  var centered = values
  for column in 0..<width {
    let mean = (0..<rows).reduce(0) { $0 + values[$1 * width + column] } / Double(rows)
    for row in 0..<rows { centered[row * width + column] -= mean }
  }
  let x = projectionOntoFirstComponent(&centered, rows: rows, width: width)
  let y = projectionOntoFirstComponent(&centered, rows: rows, width: width)
  return zip(x, y).map { ($0, $1) }
}

/// The coordinates of centered vectors along the direction in which they vary most, which is then taken out of them.
private func projectionOntoFirstComponent(_ values: inout [Double], rows: Int, width: Int) -> [Double] {
  func products(with direction: [Double]) -> [Double] {
    (0..<rows).map { row in (0..<width).reduce(0) { $0 + values[row * width + $1] * direction[$1] } }
  }
  // No two coordinates of the start are alike, so that it is not perpendicular to what usually counts.
  var direction = (0..<width).map { 1 + Double($0) / Double(width) }
  for _ in 0..<200 {
    let along = products(with: direction)
    var next = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      for column in 0..<width { next[column] += along[row] * values[row * width + column] }
    }
    let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else { return [Double](repeating: 0, count: rows) }
    next = next.map { $0 / length }
    let change = zip(next, direction).reduce(0) { $0 + abs($1.0 - $1.1) }
    direction = next
    if change < 1e-9 { break }
  }
  if let largest = direction.max(by: { abs($0) < abs($1) }), largest < 0 { direction = direction.map { -$0 } }
  let coordinates = products(with: direction)
  for row in 0..<rows {
    for column in 0..<width { values[row * width + column] -= coordinates[row] * direction[column] }
  }
  return coordinates
}
