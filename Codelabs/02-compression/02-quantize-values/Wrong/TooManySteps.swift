// fails: nearest-levels
// Lays 2^bits steps over the range, one more than lie between the levels.
import Codelab

func nearestLevels(_ values: [Float], minimum: Float, maximum: Float, bits: Int) -> [Int] {
  let steps = (1 << bits) - 1
  let scale = (maximum - minimum) / Float(steps + 1)
  return values.map { value in
    max(0, min(steps, Int(((value - minimum) / scale).rounded())))
  }
}
