// fails: output-zero
// Limits before it adds the zero point.
import Codelab

func requantize(_ sum: Int32, multiplier: Float, zeroPoint: Int32) -> Int8 {
  let level = max(-128, min(127, (Float(sum) * multiplier).rounded(.toNearestOrEven)))
  return Int8(truncatingIfNeeded: Int(level) + Int(zeroPoint))
}
