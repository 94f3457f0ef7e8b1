import Engine

/// Where a pet is: a room, a garden or a lawn, and what lies about there.
struct Backdrop {
  /// How far down the ground begins.
  let horizon: Float

  private let far: Paint
  private let ground: Paint

  /// Chooses a place.
  init(using generator: inout SeededGenerator) {
    let horizon = Float(generator.between(0.3, 0.75))
    self.horizon = horizon
    let noise = ValueNoise(seed: UInt32(truncatingIfNeeded: generator.next()))
    let (wall, floor) = (Backdrop.color(using: &generator), Backdrop.color(using: &generator))
    let stripes = Float(generator.between(4, 14))
    if generator.chance(0.5) {
      let isStriped = generator.chance(0.4)
      far = { point in
        let stripe: Float = isStriped && Int(point.x * stripes) % 2 == 0 ? 0.86 : 1
        return wall * (stripe * (0.9 + 0.2 * noise(point.x * 6, point.y * 6)))
      }
      ground = { point in
        let plank = Float(Int((point.y - horizon) * stripes) % 2) * 0.1
        return floor * (0.7 + plank + 0.4 * noise(point.x * 5, point.y * 60))
      }
    } else {
      far = { point in
        let leaves = noise(point.x * 14, point.y * 14) * 0.6 + noise(point.x * 40, point.y * 40) * 0.4
        return Color(0.3, 0.46, 0.24) * (0.4 + leaves) + Color(0.3, 0.35, 0.5) * max(0.4 - point.y, 0)
      }
      ground = { point in
        let blades = noise(point.x * 70, point.y * 18) * 0.6 + noise(point.x * 9, point.y * 9) * 0.4
        return (Color(0.36, 0.5, 0.2) * 0.75 + floor * 0.25) * (0.45 + 0.9 * blades)
      }
    }
  }

  /// The color at a place.
  func callAsFunction(_ point: Point) -> Color { point.y < horizon ? far(point) : ground(point) }

  /// Draws a thing that is no pet: a box, a ball, a cushion or a rug of fur.
  ///
  /// - Parameter isNear: whether it stands before the pet, at the lower edge, or somewhere behind.
  func drawThing(isNear: Bool, on canvas: inout Canvas, using generator: inout SeededGenerator) {
    let low = isNear ? 0.82 : 0.25
    let center = Point(Float(generator.between(0, 1)), Float(generator.between(low, 0.98)))
    let size = Float(generator.between(0.06, 0.2))
    let color = Backdrop.color(using: &generator)
    let coat = Coat(size: size * 2, using: &generator)
    let noise = ValueNoise(seed: UInt32(truncatingIfNeeded: generator.next()))
    let cloth: Paint = { point in color * (0.8 + 0.4 * noise(point.x * 50, point.y * 50)) }
    switch generator.index(below: 4) {
    case 0:
      canvas.draw(.box(center: center, half: Point(size * 1.3, size), corner: size * 0.1), bulge: 0.4, cloth)
    case 1: canvas.draw(.ellipse(center: center, radii: Point(size, size)), cloth)
    case 2: canvas.draw(.box(center: center, half: Point(size * 1.5, size), corner: size * 0.8), cloth)
    default: canvas.draw(.ellipse(center: center, radii: Point(size * 1.6, size * 0.8)), coat.callAsFunction)
    }
  }

  /// Draws blades of grass, or bars of a fence, that rise before the pet.
  func drawBlades(on canvas: inout Canvas, using generator: inout SeededGenerator) {
    let color = Backdrop.color(using: &generator)
    let left = generator.between(-0.2, 0.8)
    for _ in 0..<8 + generator.index(below: 12) {
      let foot = Point(Float(left + generator.between(0, 0.4)), 1.02)
      let tip = foot + Point(Float(generator.between(-0.08, 0.08)), -Float(generator.between(0.15, 0.5)))
      let tone = Float(generator.between(0.6, 1.1))
      canvas.draw(.limb(from: foot, to: tip, radii: (0.012, 0.004))) { _ in color * tone }
    }
  }

  /// The color of a wall, a floor or a thing: mostly muted, often a brown or a gray as fur has it.
  private static func color(using generator: inout SeededGenerator) -> Color {
    let tone = Float(generator.between(0.25, 0.85))
    let tint = Float(generator.between(0, 0.3))
    let warm = Float(generator.between(-0.3, 0.7)) * tint
    return Color(tone + warm, tone, tone - warm).clamped(
      lowerBound: Color(repeating: 0.05), upperBound: Color(repeating: 0.95))
  }
}
