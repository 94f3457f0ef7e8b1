// fails: limits
// Keeps the last eight bits of a level that is too large.
import Codelab

func levels(of pixels: [Float], scale: Float, zeroPoint: Int) -> [Int8] {
  pixels.map { pixel in
    let level = (pixel / scale + Float(zeroPoint)).rounded()
    return Int8(truncatingIfNeeded: Int(level))
  }
}
