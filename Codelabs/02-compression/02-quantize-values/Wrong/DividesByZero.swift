// fails: only-zero
// Divides by the width of a range that has none.
import Codelab

func ruler(minimum: Float, maximum: Float, bits: Int) -> Ruler {
  let low = min(minimum, 0)
  let high = max(maximum, 0)
  if high == low { return Ruler(scale: 0, zeroPoint: 0) }
  let scale = (high - low) / Float((1 << bits) - 1)
  return Ruler(scale: scale, zeroPoint: Int((-low / scale).rounded()))
}
