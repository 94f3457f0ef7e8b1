// fails: beside-zero
// Does not widen the range to include 0.
import Codelab

func ruler(minimum: Float, maximum: Float, bits: Int) -> Ruler {
  let low = minimum
  let high = maximum
  guard high > low else { return Ruler(scale: 1, zeroPoint: 0) }
  let scale = (high - low) / Float((1 << bits) - 1)
  return Ruler(scale: scale, zeroPoint: Int((-low / scale).rounded()))
}
