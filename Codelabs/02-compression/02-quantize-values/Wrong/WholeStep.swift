// fails: fewest
// Demands that a whole step, not half of one, is at most the error.
import Codelab

func bitsNeeded(minimum: Float, maximum: Float, largestError: Float) -> Int {
  var bits = 1
  while bits < 16, (maximum - minimum) / Float((1 << bits) - 1) > largestError { bits += 1 }
  return bits
}
