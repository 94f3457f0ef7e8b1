// fails: nearest-levels
// Cuts off what is behind the point instead of rounding.
import Codelab

func nearestLevels(_ values: [Float], minimum: Float, maximum: Float, bits: Int) -> [Int] {
  let steps = (1 << bits) - 1
  let scale = (maximum - minimum) / Float(steps)
  return values.map { value in
    max(0, min(steps, Int((value - minimum) / scale)))
  }
}
