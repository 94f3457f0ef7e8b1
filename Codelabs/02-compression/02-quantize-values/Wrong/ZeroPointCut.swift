// fails: zero-point
// Cuts off what is behind the point of the zero point.
import Codelab

func ruler(minimum: Float, maximum: Float, bits: Int) -> Ruler {
  let low = min(minimum, 0)
  let high = max(maximum, 0)
  guard high > low else { return Ruler(scale: 1, zeroPoint: 0) }
  let scale = (high - low) / Float((1 << bits) - 1)
  return Ruler(scale: scale, zeroPoint: Int(-low / scale))
}
