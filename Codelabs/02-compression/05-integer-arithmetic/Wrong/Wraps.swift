// fails: limits
// Keeps the low eight bits of what does not fit.
import Codelab

func requantize(_ sum: Int32, multiplier: Float, zeroPoint: Int32) -> Int8 {
  let level = (Float(sum) * multiplier).rounded(.toNearestOrEven) + Float(zeroPoint)
  return Int8(truncatingIfNeeded: Int(level))
}
