import Foundation

/// Where in the old image each pixel of the new one comes from, both seen from the middle of the image:
/// `x' = xx x + xy y + x0`, `y' = yx x + yy y + y0`, x to the right, y down.
public struct AffineMap: Sendable, Equatable {
  var xx: Float = 1
  var xy: Float = 0
  var x0: Float = 0
  var yx: Float = 0
  var yy: Float = 1
  var y0: Float = 0

  /// Turns the image around its middle, counterclockwise.
  ///
  /// - Parameter turns: 1 is a full turn; quarters of it are exact.
  /// - Precondition: `turns` is finite.
  public static func rotation(turns: Float) -> AffineMap {
    precondition(turns.isFinite, "a rotation by \(turns) turns")
    let quarters = (4 * turns).rounded()
    let rest = 2 * Double.pi * Double(turns - quarters / 4)
    var (c, s) = (Float(cos(rest)), Float(sin(rest)))
    // Full turns do nothing.
    for _ in 0..<Int(quarters - 4 * (quarters / 4).rounded(.down)) { (c, s) = (-s, c) }
    return AffineMap(xx: c, xy: -s, yx: s, yy: c)
  }

  /// Moves the image to the right and down, in pixels.
  public static func shift(right: Float, down: Float) -> AffineMap { AffineMap(x0: -right, y0: -down) }

  /// Makes what the image shows `factor` times as large.
  ///
  /// - Precondition: `factor` is positive.
  public static func zoom(_ factor: Float) -> AffineMap {
    precondition(factor > 0, "a zoom by \(factor)")
    return AffineMap(xx: 1 / factor, yy: 1 / factor)
  }

  /// Moves rows to the right and columns down by a share of their distance from the middle.
  public static func shear(horizontal: Float, vertical: Float) -> AffineMap {
    AffineMap(xy: -horizontal, yx: -vertical)
  }
}
