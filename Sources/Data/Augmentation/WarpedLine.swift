/// Where the pixels of one row of an image come from, when it is seen through a map.
struct WarpedLine {
  /// Places in rows of the old image.
  let row: FixedPoint
  /// Places in columns of the old image.
  let column: FixedPoint

  private let height: Int
  private let width: Int

  /// The places of row `y`.
  init(_ y: Int, height: Int, width: Int, through map: AffineMap) {
    let middle = (x: Double(width - 1) / 2, y: Double(height - 1) / 2)
    let (u, v) = (-middle.x, Double(y) - middle.y)
    func start(_ ofX: Float, _ ofY: Float, _ shift: Float, _ middle: Double) -> Double {
      Double(ofX) * u + Double(ofY) * v + Double(shift) + middle
    }
    row = FixedPoint(start: start(map.yx, map.yy, map.y0, middle.y), step: Double(map.yx))
    column = FixedPoint(start: start(map.xx, map.xy, map.x0, middle.x), step: Double(map.xx))
    (self.height, self.width) = (height, width)
  }

  /// Where the pixel in column `x` comes from, or a place a pixel outside.
  ///
  /// Farther out all is surroundings, so that the place does not matter and is kept small enough for integers.
  func place(_ x: Int) -> (row: Double, column: Double) {
    (min(max(row.value(x), -1), Double(height)), min(max(column.value(x), -1), Double(width)))
  }

  /// The columns whose pixels come from between four pixels of the image.
  ///
  /// They are next to each other, because places grow or shrink steadily along a row.
  var inside: Range<Int> {
    guard row.isExact(to: width), column.isExact(to: width) else { return 0..<0 }
    var (first, last) = (0, width)
    while first < last, !isInside(first) { first += 1 }
    while last > first, !isInside(last - 1) { last -= 1 }
    return first..<last
  }

  private func isInside(_ x: Int) -> Bool {
    let (row, column) = (row.fixed(x), column.fixed(x))
    return row >= 0 && column >= 0 && row < Int64(height - 1) << 32 && column < Int64(width - 1) << 32
  }
}

/// Numbers at equal distances, also as integers with 32 binary digits after the point, which are faster to add and to split
/// into a whole and a fraction than floating-point numbers are.
struct FixedPoint {
  /// The first number, as an integer; only if it is small enough.
  let start: Int64
  /// The distance, as an integer; only if it is small enough.
  let step: Int64

  private let exact: (start: Double, step: Double)

  init(start: Double, step: Double) {
    exact = (start, step)
    func fixed(_ value: Double) -> Int64 { abs(value) < Self.limit ? Int64((value * 0x1p32).rounded()) : 0 }
    (self.start, self.step) = (fixed(start), fixed(step))
  }

  /// Far beyond any image, and far below what would overflow.
  private static let limit = 0x1p24

  /// The number at `index`.
  func value(_ index: Int) -> Double { exact.start + exact.step * Double(index) }

  /// The number at `index` as an integer.
  func fixed(_ index: Int) -> Int64 { start &+ step &* Int64(index) }

  /// Whether all numbers up to `count` have integers.
  func isExact(to count: Int) -> Bool {
    abs(exact.start) < Self.limit && abs(exact.step) * Double(count) < Self.limit
  }

  /// What is behind the point of an integer.
  static func fraction(_ fixed: Int64) -> Float { Float(UInt32(truncatingIfNeeded: fixed)) * 0x1p-32 }
}
