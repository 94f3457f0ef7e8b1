/// A place or a direction in a picture, x to the right, y down; the picture is one unit wide and high.
typealias Point = SIMD2<Float>

extension Point {
  /// The distance from the origin.
  var length: Float { (x * x + y * y).squareRoot() }
}

/// A simple area of a picture, given by the distance to its edge.
enum Shape {
  /// An ellipse; `turn` is its first axis, a direction of length 1.
  case ellipse(center: Point, radii: Point, turn: Point = Point(1, 0))

  /// A limb with round ends, which may be of different radii.
  case limb(from: Point, to: Point, radii: (Float, Float))

  /// A triangle, its corners in any order.
  case triangle(Point, Point, Point)

  /// A box with round corners, `half` its extents from the center.
  case box(center: Point, half: Point, corner: Float)

  /// Where a place lies: its distance to the edge, negative inside, and how far the surface faces aside if the shape
  /// bulges toward the viewer, each coordinate within -1...1.
  func surface(at point: Point) -> (distance: Float, slope: Point) {
    switch self {
    case .ellipse(let center, let radii, let turn):
      let offset = point - center
      let along = Point(offset.x * turn.x + offset.y * turn.y, offset.y * turn.x - offset.x * turn.y)
      let unit = along / radii
      let reach = unit.length
      // The first-order distance: the function |p / r| - 1 over the length of its gradient.
      let gradient = max((unit / radii).length, 1e-6)
      let slope = Point(unit.x * turn.x - unit.y * turn.y, unit.x * turn.y + unit.y * turn.x)
      return (reach < 1e-6 ? -radii.min() : reach * (reach - 1) / gradient, slope)
    case .limb(let from, let to, let radii):
      let (axis, offset) = (to - from, point - from)
      let lengthSquared = max(axis.x * axis.x + axis.y * axis.y, 1e-9)
      let share = min(max((offset.x * axis.x + offset.y * axis.y) / lengthSquared, 0), 1)
      let (side, radius) = (offset - axis * share, mix(radii.0, radii.1, share))
      return (side.length - radius, side / radius)
    case .triangle(let a, let b, let c):
      // The corners may go around either way: the third of them tells on which side of an edge the inside is.
      let side: Float = edge(a, b, c) < 0 ? 1 : -1
      let distance = max(side * edge(a, b, point), max(side * edge(b, c, point), side * edge(c, a, point)))
      return (distance, (point - (a + b + c) / 3) * 4)
    case .box(let center, let half, let corner):
      let offset = point - center
      let beyond = Point(abs(offset.x), abs(offset.y)) - half + corner
      let outside = Point(max(beyond.x, 0), max(beyond.y, 0)).length
      return (outside + min(max(beyond.x, beyond.y), 0) - corner, offset / half * 0.5)
    }
  }

  /// The least and the greatest coordinates that the shape can reach.
  var bounds: (low: Point, high: Point) {
    switch self {
    case .ellipse(let center, let radii, _): (center - radii.max(), center + radii.max())
    case .limb(let from, let to, let radii):
      (pointwiseMin(from, to) - max(radii.0, radii.1), pointwiseMax(from, to) + max(radii.0, radii.1))
    case .triangle(let a, let b, let c):
      (pointwiseMin(a, pointwiseMin(b, c)), pointwiseMax(a, pointwiseMax(b, c)))
    case .box(let center, let half, _): (center - half, center + half)
    }
  }

  /// The distance of a point from the line through `a` and `b`, positive on its left as seen with y down.
  private func edge(_ a: Point, _ b: Point, _ point: Point) -> Float {
    let (along, offset) = (b - a, point - a)
    return (along.y * offset.x - along.x * offset.y) / max(along.length, 1e-6)
  }
}
