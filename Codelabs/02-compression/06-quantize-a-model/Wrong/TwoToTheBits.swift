// fails: parameters
// Divides the range into 256 steps instead of 255.
import Codelab

func activationParameters(minimum: Float, maximum: Float) -> (scale: Float, zeroPoint: Int) {
  let low = min(minimum, 0)
  let high = max(maximum, 0)
  guard high > low else { return (scale: 1, zeroPoint: 0) }
  let scale = (high - low) / 256
  let zeroPoint = (-128 - low / scale).rounded()
  return (scale: scale, zeroPoint: Int(max(-128, min(127, zeroPoint))))
}
