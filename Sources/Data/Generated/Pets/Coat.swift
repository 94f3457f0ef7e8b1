import Engine

/// The fur of a pet, or of a rug that could be mistaken for one.
struct Coat {
  private let base: Color
  private let second: Color
  private let pattern: Pattern
  private let noise: ValueNoise
  private let size: Float
  private let along: Point

  private enum Pattern: CaseIterable {
    case plain, stripes, patches, mottled
  }

  /// The usual colors of cats and dogs.
  private static let colors: [Color] = [
    [0.82, 0.52, 0.25], [0.13, 0.12, 0.13], [0.52, 0.52, 0.53], [0.9, 0.88, 0.85], [0.46, 0.31, 0.19],
    [0.86, 0.74, 0.55], [0.3, 0.2, 0.14], [0.74, 0.57, 0.34],
  ]

  /// Chooses colors and a pattern.
  ///
  /// - Parameter size: the size of the animal as a share of the picture; hairs and stripes grow with it.
  init(size: Float, using generator: inout SeededGenerator) {
    base = Coat.colors[generator.index(below: Coat.colors.count)]
    second = Coat.colors[generator.index(below: Coat.colors.count)]
    pattern = Pattern.allCases[generator.index(below: Pattern.allCases.count)]
    noise = ValueNoise(seed: UInt32(truncatingIfNeeded: generator.next()))
    along = direction(Float(generator.between(-0.5, 0.5)))
    self.size = size
  }

  /// The fur at a place: strands along one direction over the pattern.
  func callAsFunction(_ point: Point) -> Color {
    let place = point / size
    let (u, v) = (place.x * along.x + place.y * along.y, place.y * along.x - place.x * along.y)
    let strands = noise(u * 5, v * 24) * 0.6 + noise(u * 12 + 40, v * 50) * 0.4
    let wide = noise(place.x * 2.2, place.y * 2.2)
    let share: Float =
      switch pattern {
      case .plain: 0
      case .stripes: step(noise(u * 7 + wide * 3, v * 1.2) - 0.5) * 0.7
      case .patches: step((wide - 0.55) * 2)
      case .mottled: noise(place.x * 9, place.y * 9) * 0.6
      }
    return (base + (second - base) * share) * (0.72 + 0.5 * strands)
  }

  /// 0 below zero and 1 above, with a narrow slope between.
  private func step(_ value: Float) -> Float { min(max(value * 8 + 0.5, 0), 1) }
}

/// A direction of length 1, from the tangent of half its angle: rational, so that no `sin` or `cos` is asked.
func direction(_ halfTangent: Float) -> Point {
  let square = halfTangent * halfTangent
  return Point(1 - square, 2 * halfTangent) / (1 + square)
}
