// fails: ends
// Lets the top of the range fall behind the last bin.
import Codelab

func bins(_ values: [Float], minimum: Float, maximum: Float, bits: Int) -> [Int] {
  let count = 1 << bits
  let width = (maximum - minimum) / Float(count)
  return values.map { value in
    max(0, Int(((value - minimum) / width).rounded(.down)))
  }
}
