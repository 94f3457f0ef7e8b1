/// Red, green and blue, 0 to 1.
typealias Color = SIMD3<Float>

/// What covers a shape: its color at a place of the picture, before light and shade.
typealias Paint = (Point) -> Color

/// A picture in the making, and which of its pixels show the pet.
struct Canvas {
  /// The height and width in pixels.
  let side: Int

  /// The colors, `[side][side]`.
  private(set) var colors: [Color]

  /// The share of each pixel that shows the pet.
  private(set) var pet: [Float]

  /// Where the light comes from: a direction whose length says how much sides differ.
  var light = Point(-0.3, -0.5)

  /// Makes a picture that is covered with a paint.
  init(side: Int, _ paint: Paint) {
    self.side = side
    pet = [Float](repeating: 0, count: side * side)
    colors = (0..<side * side).map { index in
      paint((Point(Float(index % side), Float(index / side)) + 0.5) / Float(side))
    }
  }

  /// Draws a shape over what is there.
  ///
  /// - Parameters:
  ///   - softness: the width of its edge, beyond the pixel that smooths it; shadows are soft.
  ///   - opacity: 1 hides what is behind.
  ///   - isPet: whether what is drawn is a part of the pet.
  ///   - bulge: how strongly it is shaded like a round body.
  mutating func draw(
    _ shape: Shape, softness: Float = 0, opacity: Float = 1, isPet: Bool = false, bulge: Float = 1,
    _ paint: Paint
  ) {
    let width = 1 / Float(side) + softness
    let (low, high) = (shape.bounds.low - width, shape.bounds.high + width)
    func range(_ low: Float, _ high: Float) -> Range<Int> {
      let first = Int(min(max(low, 0), 1) * Float(side))
      return first..<max(first, Int((min(max(high, 0), 1) * Float(side)).rounded(.up)))
    }
    for row in range(low.y, high.y) {
      for column in range(low.x, high.x) {
        let point = (Point(Float(column), Float(row)) + 0.5) / Float(side)
        let (distance, slope) = shape.surface(at: point)
        let cover = min(max(0.5 - distance / width, 0), 1) * opacity
        guard cover > 0 else { continue }
        let shade = 1 + bulge * (slope.x * light.x + slope.y * light.y)
        let index = row * side + column
        colors[index] += (paint(point) * shade - colors[index]) * cover
        pet[index] += ((isPet ? 1 : 0) - pet[index]) * cover
      }
    }
  }

  /// Changes all colors, as lamps and cameras do.
  mutating func adjust(_ change: (Point, Color) -> Color) {
    for index in colors.indices {
      let point = (Point(Float(index % side), Float(index / side)) + 0.5) / Float(side)
      colors[index] = change(point, colors[index])
    }
  }

  /// The class of each pixel: 0 for pet, 1 for background, 2 for border.
  ///
  /// A pixel belongs to the border when there are both pet and background within 3/128 of the picture's width around
  /// it: a band about as wide as in the trimaps of the Oxford-IIIT pets.
  func trimap() -> [Int] {
    let reach = 3 * side / 128
    let steps = -reach...reach
    let square = steps.flatMap { y in steps.map { x in (y: y, x: x) } }
    let disc = square.filter { offset in offset.y * offset.y + offset.x * offset.x <= reach * reach + 1 }
    return (0..<side * side).map { index in
      let (row, column) = (index / side, index % side)
      let isPet = pet[index] > 0.5
      let isBorder = disc.contains { offset in
        let (y, x) = (row + offset.y, column + offset.x)
        guard (0..<side).contains(y), (0..<side).contains(x) else { return false }
        return (pet[y * side + x] > 0.5) != isPet
      }
      return isBorder ? 2 : isPet ? 0 : 1
    }
  }

  /// The picture with its classes of pixels as the mask.
  var image: Image {
    let pixels = colors.flatMap { color in [color.x, color.y, color.z] }
    return Image(height: side, width: side, channels: 3, pixels: pixels, mask: trimap())
  }
}
