/// Smooth random patterns: random values at whole coordinates, and smooth steps between them.
///
/// Several scales added up look like fur, grass or plaster. Integer hashes and IEEE arithmetic give the same pattern on
/// every machine.
struct ValueNoise {
  /// Tells one pattern from another.
  let seed: UInt32

  /// The pattern at a place, 0...1; its bumps are about one unit wide.
  func callAsFunction(_ x: Float, _ y: Float) -> Float {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (column, row) = (Int32(left), Int32(top))
    let (u, v) = (smooth(x - left), smooth(y - top))
    let upper = mix(value(column, row), value(column &+ 1, row), u)
    let lower = mix(value(column, row &+ 1), value(column &+ 1, row &+ 1), u)
    return mix(upper, lower, v)
  }

  /// The random value at a whole place.
  private func value(_ column: Int32, _ row: Int32) -> Float {
    // Two rounds of lowbias32, a 32-bit hash by C. Wellons.
    var bits = seed &+ UInt32(bitPattern: column) &* 0x9E37_79B9
    bits = scrambled(bits) &+ UInt32(bitPattern: row)
    return Float(scrambled(bits) >> 8) * 0x1p-24
  }

  private func scrambled(_ value: UInt32) -> UInt32 {
    var bits = value
    bits = (bits ^ bits >> 16) &* 0x7FEB_352D
    bits = (bits ^ bits >> 15) &* 0x846C_A68B
    return bits ^ bits >> 16
  }

  private func smooth(_ t: Float) -> Float { t * t * (3 - 2 * t) }
}

/// The point at share `t` of the way from one number to another.
func mix(_ from: Float, _ to: Float, _ t: Float) -> Float { from + (to - from) * t }
