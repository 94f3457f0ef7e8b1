/// Coordinates of a part of a picture: where it is, how large, turned and mirrored.
struct Frame {
  /// Where the frame's origin is.
  let origin: Point

  /// The length of one unit.
  let scale: Float

  /// The direction of the x axis, of length 1.
  var turn = Point(1, 0)

  /// Whether x grows against that direction.
  var isMirrored = false

  /// A place given in the frame's coordinates.
  func callAsFunction(_ x: Float, _ y: Float) -> Point { origin + vector(x, y) * scale }

  /// A frame within this one: its origin and the length of its unit in this frame's coordinates.
  func frame(_ x: Float, _ y: Float, scale: Float) -> Frame {
    Frame(origin: self(x, y), scale: self.scale * scale, turn: turn, isMirrored: isMirrored)
  }

  /// An ellipse; `lean` is the tangent of half the angle by which it is turned.
  func ellipse(_ x: Float, _ y: Float, _ width: Float, _ height: Float, lean: Float = 0) -> Shape {
    let axis = direction(lean)
    return .ellipse(
      center: self(x, y), radii: Point(width, height) * scale, turn: vector(axis.x, axis.y))
  }

  /// A limb from one place to another.
  func limb(_ x: Float, _ y: Float, to endX: Float, _ endY: Float, _ radius: Float, _ endRadius: Float)
    -> Shape
  {
    .limb(from: self(x, y), to: self(endX, endY), radii: (radius * scale, endRadius * scale))
  }

  private func vector(_ x: Float, _ y: Float) -> Point {
    let x = isMirrored ? -x : x
    return Point(x * turn.x - y * turn.y, x * turn.y + y * turn.x)
  }
}
