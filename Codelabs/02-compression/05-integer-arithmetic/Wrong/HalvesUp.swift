// fails: halves
// Rounds halfway cases away from zero.
import Codelab

func requantize(_ sum: Int32, multiplier: Float, zeroPoint: Int32) -> Int8 {
  let level = (Float(sum) * multiplier).rounded() + Float(zeroPoint)
  return Int8(max(-128, min(127, level)))
}
