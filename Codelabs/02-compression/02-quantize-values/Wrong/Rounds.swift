// fails: bins
// Rounds to the nearest edge instead of down.
import Codelab

func bins(_ values: [Float], minimum: Float, maximum: Float, bits: Int) -> [Int] {
  let count = 1 << bits
  let width = (maximum - minimum) / Float(count)
  return values.map { value in
    max(0, min(count - 1, Int(((value - minimum) / width).rounded())))
  }
}
